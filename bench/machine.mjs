// The machine of the measurements.
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { ROOT, readPackage } from "./library.mjs";

/** For people; `describe` for the JSON. @param {string} threads */
export function machineLine(threads = "every program runs on one thread") {
  const { cpu, cores, memoryGiB, platform, node, v8, load } = describe();
  const line = `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform} | Node ${node} (V8 ${v8}) | load ${load} | ${threads}`;
  return Number(load) > cores / 2 ? `${line}\nThe machine is busy: believe ratios rather than times.` : line;
}

export function describe() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    load: (loadavg()[0] ?? 0).toFixed(2),
  };
}

/** Version of a package as installed for the benchmarks. @param {string} name */
export function versionOf(name) {
  if (name === "dropglm") return readPackage(ROOT).version;
  return readPackage(fileURLToPath(new URL(`node_modules/${name}`, import.meta.url))).version;
}
