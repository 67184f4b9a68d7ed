// Bundlers that take long to install or to build.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rspack } from "@rspack/core";

const run = promisify(execFile);
const HERE = fileURLToPath(new URL(".", import.meta.url));
const modules = join(HERE, "node_modules");

/** Files of JavaScript that a build wrote, in all its folders. @param {string} folder */
const scriptsOf = async (folder) => (await readdir(folder, { recursive: true })).filter((name) => /\.m?js$/.test(name));

/**
 * @param {import("../unplaced.mjs").Check} check @param {string} work
 * @param {(folder: string, page: string, headers?: Record<string, string>) => Promise<string>} inPage
 */
export async function bundlers(check, work, inPage) {
  const twoFiles = (/** @type {string} */ names) => names.split(",").length === 2;
  await check("Rspack, build", async () => {
    const path = join(work, "rspack");
    const options = { context: work, entry: "./bundled.js", output: { path, filename: "bundled.js" } };
    await new Promise((resolve, reject) => {
      rspack({ mode: "production", performance: { hints: false }, ...options }, (error, stats) =>
        error || stats?.hasErrors() ? reject(error ?? new Error(String(stats))) : resolve(stats),
      );
    });
    await cp(join(work, "plain-bundle.html"), join(path, "index.html"));
    return inPage(path, "index.html");
  });
  await check(
    "Rspack: the thread's code is emitted once",
    async () => String(await scriptsOf(join(work, "rspack"))),
    twoFiles,
  );
  const out = join(work, "parcel");
  await check("Parcel, build", async () => {
    // as a project of its own: the names of Parcel's caches and settings are those of its folder
    const project = join(work, "parcel-project");
    await mkdir(project, { recursive: true });
    for (const name of ["bundled.html", "bundled.js", "program.mjs", "report.mjs"])
      await cp(join(work, name), join(project, name));
    await cp(join(work, "node_modules"), join(project, "node_modules"), { recursive: true });
    await writeFile(
      join(project, "package.json"),
      '{ "private": true, "@parcel/resolver-default": { "packageExports": true } }\n',
    );
    await run(
      process.execPath,
      [
        join(modules, "parcel/lib/bin.js"),
        "build",
        "bundled.html",
        "--dist-dir",
        out,
        "--no-cache",
        "--cache-dir",
        join(work, "parcel-cache"),
      ],
      {
        cwd: project,
        timeout: 120_000,
      },
    );
    return inPage(out, "bundled.html");
  });
  await check("Parcel: the thread's code is emitted once", async () => String(await scriptsOf(out)), twoFiles);
}
