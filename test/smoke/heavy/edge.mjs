// Cloudflare Workers, by their engine: the entry for them, and the default entry, which compiles bytes.
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** @param {import("../unplaced.mjs").Check} check @param {string} work */
export async function workers(check, work) {
  /** @param {string} name @param {string[]} conditions */
  const inWorker = async (name, conditions) => {
    const path = join(work, `workerd/${name}/main.mjs`);
    const entryPoints = [join(work, "edge.mjs")];
    await build({ entryPoints, bundle: true, format: "esm", conditions, external: ["*.wasm"], outfile: path });
    const kernel = join(work, "node_modules/dropglm/dist/core.wasm");
    const { readFile } = await import("node:fs/promises");
    return new Miniflare({
      compatibilityDate: "2026-01-01",
      modules: [
        { type: "ESModule", path: "main.mjs", contents: await readFile(path, "utf8") },
        { type: "CompiledWasm", path: "core.wasm", contents: await readFile(kernel) },
      ],
    });
  };
  const ask = async (/** @type {Miniflare} */ engine, query = "") =>
    (await engine.dispatchFetch(`http://localhost/${query}`)).text();
  const own = await inWorker("own", ["workerd", "worker", "browser"]);
  await check("workerd", () => ask(own));
  await check(
    "workerd, a number of threads: said so",
    () => ask(own, "?workers=2"),
    (answer) => /^WORKER_FAILED workers could not be started: .*leave workers out$/.test(answer),
  );
  await own.dispose();
  const bare = await inWorker("default", []);
  await check(
    "workerd, default entry: said so",
    () => ask(bare),
    (answer) =>
      answer.startsWith("NOT_LOADED ") &&
      answer.includes('import kernel from "dropglm/core.wasm"') &&
      answer.includes("await load(kernel)"),
  );
  await bare.dispose();
}
