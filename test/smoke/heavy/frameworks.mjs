// Frameworks that render on a server: a page of each, which fits in the browser, and a route, which fits on the server; with Next one at the edge, too.
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { answerOf } from "../../browser/chromium.mjs";

const run = promisify(execFile);
const HERE = fileURLToPath(new URL(".", import.meta.url));
const modules = join(HERE, "node_modules");

/**
 * A framework: the folder here, what builds and what serves (a file and its arguments), routes beside "server", and folders that it
 * cannot have.
 *
 * @typedef {{ name: string, folder: string, build: string[], serve: string[], routes?: string[], without?: string[] }} Framework
 */

const NEXT = "node_modules/next/dist/bin/next";

/** @type {readonly Framework[]} */
const FRAMEWORKS = [
  {
    name: "Astro",
    folder: "astro",
    build: ["node_modules/astro/bin/astro.mjs", "build"],
    serve: ["dist/server/entry.mjs"],
  },
  {
    name: "SvelteKit",
    folder: "svelte-kit",
    build: ["node_modules/vite/bin/vite.js", "build"],
    serve: ["build/index.js"],
  },
  {
    name: "Nuxt",
    folder: "nuxt",
    build: ["node_modules/nuxt/bin/nuxt.mjs", "build"],
    serve: [".output/server/index.mjs"],
  },
  { name: "Next", folder: "next", build: [NEXT, "build"], serve: [NEXT, "start"], routes: ["edge"] },
  {
    name: "Next by webpack",
    folder: "next",
    build: [NEXT, "build", "--webpack"],
    serve: [NEXT, "start"],
    without: ["app/edge"], // Next itself fails there: it misses a file of its own
  },
];

/** A folder with the framework, and the package as it was packed. @param {string} work @param {string} name */
export async function projectOf(work, name) {
  const project = join(work, name);
  await rm(project, { recursive: true, force: true });
  await cp(join(HERE, name), project, { recursive: true });
  for (const file of ["edge.mjs", "program.mjs", "report.mjs"]) await cp(join(work, file), join(project, file));
  await writeFile(
    join(project, "package.json"),
    '{ "private": true, "type": "module", "dependencies": { "dropglm": "*" } }\n',
  );
  await mkdir(join(project, "node_modules"));
  for (const own of await readdir(modules)) {
    if (own !== "dropglm") await symlink(join(modules, own), join(project, "node_modules", own));
  }
  await cp(join(work, "node_modules/dropglm"), join(project, "node_modules/dropglm"), { recursive: true });
  return project;
}

const QUIET = { ASTRO_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1" };

/** A port that is free now. @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** Waits until a server answers. @param {string} address @param {import("node:child_process").ChildProcess} server */
async function untilReady(address, server) {
  for (let tries = 0; tries < 150 && server.exitCode === null; tries++) {
    const isThere = await fetch(address).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${address} does not answer`);
}

/**
 * @param {import("../unplaced.mjs").Check} check @param {string} work @param {import("playwright").Browser} browser
 * @param {string} node These need a newer Node than the package does.
 */
export async function frameworks(check, work, browser, node) {
  for (const { name, folder, build, serve, routes = [], without = [] } of FRAMEWORKS) {
    let project = "";
    await check(
      `${name}, build`,
      async () => {
        const at = await projectOf(work, folder);
        for (const own of without) await rm(join(at, own), { recursive: true });
        const env = { ...process.env, NODE_ENV: "production", ...QUIET };
        await run(node, build, { cwd: at, env, timeout: 400_000, maxBuffer: 2 ** 26 });
        project = at;
        return "built";
      },
      (answer) => answer === "built",
    );
    if (project === "") continue;
    const port = await freePort();
    const env = {
      ...process.env,
      ...QUIET,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      NITRO_HOST: "127.0.0.1",
      PORT: String(port),
      NITRO_PORT: String(port),
    };
    const server = spawn(node, serve, { cwd: project, env, stdio: "ignore" });
    const address = `http://127.0.0.1:${port}`;
    try {
      await untilReady(address, server);
      await check(`${name}, page`, () => answerOf(browser, `${address}/`));
      const ask = async (/** @type {string} */ path) => (await fetch(`${address}/${path}`)).text();
      await check(`${name}, server`, () => ask("server"));
      await check(`${name}, server, a number of threads`, () => ask("server?workers=2"));
      for (const route of routes) await check(`${name}, ${route}`, () => ask(route));
    } finally {
      server.kill();
    }
  }
}
