// npm run smoke: the packed package, installed into an empty folder, in engines and bundlers. Prints a line for each; exits
// with 1 when one fails. Chromium comes from the system: without one its lines say that they are skipped, with --strict they fail. --strict
// also installs what is large (test/smoke/heavy) and tries it: workerd, Rspack, Parcel, an
// extension, Astro, SvelteKit, Nuxt, Next.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkSite } from "../../scripts/check-site.mjs";
import { answerOf, CHROMIUM, openBrowser } from "../browser/chromium.mjs";
import { serve } from "../browser/server.mjs";
import { ISOLATED, pageBundles, serverBundles } from "./unplaced.mjs";

const run = promisify(execFile);
const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const WORK = join(ROOT, "build/smoke");
const modules = join(HERE, "node_modules");
const isStrict = process.argv.includes("--strict");
const bun = join(modules, "@oven/bun-linux-x64/bin/bun");
const node = (/** @type {number} */ major) => join(modules, `node-${major}/bin/node`);

/** Not `npm ci`, which ends where a registry lacks a package that only other platforms want. @param {string} folder */
const installed = (folder) =>
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund"], { cwd: join(HERE, folder), maxBuffer: 2 ** 26 });

await rm(WORK, { recursive: true, force: true });
await mkdir(WORK, { recursive: true });
await run("npm", ["pack", "--silent", "--pack-destination", WORK], { cwd: ROOT }); // with the scripts of a release
const tarball = (await readdir(WORK)).find((name) => name.endsWith(".tgz"));
await writeFile(join(WORK, "package.json"), '{ "private": true, "type": "module" }\n');
await writeFile(join(WORK, "tsconfig.json"), "{}\n"); // Bun reads the next one above, which leads to the sources
await run("npm", ["install", "--no-audit", "--no-fund", "--no-save", `./${tarball}`], { cwd: WORK });
await cp(join(HERE, "program.mjs"), join(WORK, "program.mjs"));
await cp(join(HERE, "pages"), WORK, { recursive: true });
await writeFile(
  join(WORK, "main.mjs"),
  'import * as library from "dropglm";\nimport { program } from "./program.mjs";\nconsole.log(await program(library));\n',
);
await writeFile(
  join(WORK, "main.cjs"),
  'const library = require("dropglm");\nimport("./program.mjs").then(async ({ program }) => console.log(await program(library)));\n',
);
await writeFile(
  join(WORK, "external.mjs"),
  `import * as library from "dropglm/external";
import { program } from "./program.mjs";
await library.load(new URL(import.meta.resolve("dropglm/core.wasm")));
console.log(await program(library));
`,
);

/** @type {[name: string, command: string, args: string[]][]} */
const ENGINES = [
  ...[20, 22, 24].flatMap((major) => [
    /** @type {[string, string, string[]]} */ ([`Node ${major}, ESM`, node(major), ["main.mjs"]]),
    /** @type {[string, string, string[]]} */ ([`Node ${major}, CommonJS`, node(major), ["main.cjs"]]),
    /** @type {[string, string, string[]]} */ ([`Node ${major}, external`, node(major), ["external.mjs"]]),
  ]),
  ["Bun, ESM", bun, ["main.mjs"]],
  ["Bun, external", bun, ["external.mjs"]],
  ["Deno, ESM", join(modules, "@deno/linux-x64-glibc/deno"), ["run", "-A", "main.mjs"]],
  ["Deno, external", join(modules, "@deno/linux-x64-glibc/deno"), ["run", "-A", "external.mjs"]],
];

let wanted = "";
let failures = 0;
/** @param {string} name @param {() => Promise<string>} ask @param {(answer: string) => boolean} [isGood] */
async function check(name, ask, isGood = (answer) => answer === wanted) {
  const begun = performance.now();
  let [isFine, text] = [false, ""];
  try {
    text = await ask();
    wanted ||= text;
    isFine = isGood(text);
  } catch (error) {
    text = String(/** @type {{ stderr?: string }} */ (error).stderr || /** @type {Error} */ (error).message).trim();
  }
  if (!isFine) failures += 1;
  console.log(
    `${isFine ? "ok    " : "FAILED"} ${name.padEnd(44)} ${Math.round(performance.now() - begun)} ms${isFine ? "" : `\n       ${text}\n       expected ${wanted}`}`,
  );
}

for (const [name, command, args] of ENGINES) {
  await check(name, async () => (await run(command, args, { cwd: WORK, timeout: 60_000 })).stdout.trim());
}

await serverBundles(check, WORK, bun);

// An error that nobody catches, in every Node: a few lines, whatever the engine prints of the source.
await writeFile(join(WORK, "uncaught.mjs"), 'import { fitSync } from "dropglm";\nfitSync([[0], [1]], [0, NaN]);\n');
await writeFile(
  join(WORK, "uncaught.cjs"),
  'const { fitSync } = require("dropglm");\nfitSync([[0], [1]], [0, NaN]);\n',
);
for (const major of [20, 22, 24]) {
  for (const file of ["uncaught.mjs", "uncaught.cjs"]) {
    await check(
      `Node ${major}, ${file}`,
      () =>
        run(node(major), [file], { cwd: WORK }).then(
          () => "it was caught",
          ({ stderr }) => stderr,
        ),
      (stderr) => stderr.length < 2000 && /^GlmError: y\[1\] = NaN/m.test(stderr) && /fitSync/.test(stderr),
    );
  }
}

/** The examples, each in the folder into which the package was installed. */
const EXAMPLES = join(ROOT, "examples");
for (const name of ["first-fit.mjs", "inputs.mjs", "text-classifier.mjs"])
  await cp(join(EXAMPLES, name), join(WORK, name));
for (const name of ["ml-matrix", "apache-arrow"])
  await symlink(join(ROOT, "node_modules", name), join(WORK, "node_modules", name));
for (const name of ["browser", "worker", "vite"]) {
  await cp(join(EXAMPLES, name), join(WORK, "examples", name), { recursive: true });
  await symlink(join(WORK, "node_modules"), join(WORK, "examples", name, "node_modules"));
}
const printed = (/** @type {string} */ file) => async () =>
  (await run(node(20), [file], { cwd: WORK, timeout: 60_000 })).stdout.trim();
await check("example: a first fit", printed("first-fit.mjs"), (text) => text.includes("converged"));
await check("example: ml-matrix and Arrow", printed("inputs.mjs"), (text) => {
  const [matrix, arrow] = text.split("\n").map((line) => line.split(" ")[1]);
  return text.startsWith("x1,x2 ") && matrix === arrow;
});
await check("example: a classifier of texts", printed("text-classifier.mjs"), (text) => text.includes("'spam', 'ham'"));

await check(
  "docs: every link of the site leads somewhere",
  async () => {
    await run("npx", ["typedoc", "--out", join(WORK, "docs")], { cwd: ROOT });
    const { count, broken } = checkSite(join(WORK, "docs"));
    return count > 1000 && broken.length === 0
      ? "whole"
      : broken.map(({ page, link }) => `${page}: ${link}`).join("\n");
  },
  (text) => text === "whole",
);

await check(
  "the README of the package has addresses, no paths",
  async () => readFile(join(WORK, "node_modules/dropglm/README.md"), "utf8"),
  (text) => text.includes("](https://raw.githubusercontent.com/") && !/\]\((?!https?:|#)/.test(text),
);

if (isStrict) {
  await installed("tools");
  const { tryTools } = await import("./tools.mjs");
  await tryTools(WORK, check);
}

if (CHROMIUM === undefined) {
  const isRequired = isStrict || process.env.DROPGLM_BROWSER === "required";
  console.log(`${isRequired ? "FAILED" : "skipped"} Chromium: none found; install one, or say where it is in CHROMIUM`);
  if (isRequired) failures += 1;
} else {
  const browser = await openBrowser();
  const { buildWithVite, buildWithWebpack, serveWithVite } = await import("./bundlers.mjs");
  /** @param {string} folder @param {string} page @param {Record<string, string>} [headers] */
  const inPage = async (folder, page, headers) => {
    const { address, close } = await serve(folder, headers);
    try {
      return await answerOf(browser, `${address}/${page}`);
    } finally {
      close();
    }
  };
  const policy = (/** @type {string} */ sources) => ({
    "content-security-policy": `default-src 'self'; script-src ${sources}`,
  });
  await check("Chromium, import map", () => inPage(WORK, "import-map.html"));
  await check("Chromium, a script tag", () => inPage(WORK, "global.html"));
  await check("Chromium, module worker", () => inPage(WORK, "worker.html"));
  await check("Chromium, external", () => inPage(WORK, "external.html?kernel=node_modules/dropglm/dist/core.wasm"));
  for (const [what, headers] of /** @type {const} */ ([
    ["", undefined],
    [", isolated", ISOLATED],
  ])) {
    await check(`Chromium, package of another origin${what}`, async () => {
      const { address, close } = await serve(WORK, { "access-control-allow-origin": "*" });
      try {
        return await inPage(WORK, `cdn.html?from=${address}`, headers);
      } finally {
        close();
      }
    });
  }
  await check("Chromium, service worker", () => inPage(WORK, "service.html"));
  await check(
    "Chromium, service worker, a number of threads: said so",
    () => inPage(WORK, "service.html?workers=2"),
    (answer) => /^WORKER_FAILED workers could not be started: this engine starts no threads/.test(answer),
  );
  await check("Chromium, strict policy", () => inPage(WORK, "plain.html", policy("'self' 'wasm-unsafe-eval'")));
  await check(
    "Chromium, policy without WebAssembly: said so",
    () => inPage(WORK, "plain.html", policy("'self'")),
    (answer) => answer.includes("NOT_LOADED") && answer.includes("add 'wasm-unsafe-eval' to its script-src"),
  );
  await check(
    "Chromium, a page in place of core.wasm: said so",
    () => inPage(WORK, "external.html?kernel=assets/core.wasm"),
    (answer) => answer.includes("NOT_LOADED") && answer.includes("answered HTML instead of WebAssembly"),
  );
  await check("Vite, development", async () => {
    const { address, close } = await serveWithVite(WORK);
    try {
      return await answerOf(browser, `${address}/bundled.html`);
    } finally {
      await close();
    }
  });
  await check("Vite, build", async () => inPage(await buildWithVite(WORK), "bundled.html"));
  await check("Vite, build, below a path", async () =>
    inPage(join(await buildWithVite(WORK, "./"), ".."), "built/bundled.html"),
  );
  await check("webpack, build", async () => inPage(await buildWithWebpack(WORK), "index.html"));
  await check("webpack, build for es5", async () => inPage(await buildWithWebpack(WORK, "es5"), "index.html"));
  await check(
    "webpack: the thread's code is emitted once",
    async () => (await readdir(join(WORK, "webpack"))).filter((name) => /\.m?js$/.test(name)).join(),
    (names) => /^\d+\.bundled\.js,bundled\.js$/.test(names),
  );
  await pageBundles(check, WORK, inPage);
  if (isStrict) {
    await installed("heavy");
    const { bundlers } = await import("./heavy/bundlers.mjs");
    const { frameworks } = await import("./heavy/frameworks.mjs");
    const { extension } = await import("./heavy/extension.mjs");
    const { workers } = await import("./heavy/edge.mjs");
    await workers(check, WORK);
    await bundlers(check, WORK, inPage);
    await extension(check, WORK);
    await frameworks(check, WORK, browser, node(24));
  }
  const isDone = (/** @type {string} */ answer) => answer === "converged" || answer === "complete";
  await check("example: browser", () => inPage(join(WORK, "examples/browser"), "index.html"), isDone);
  await check("example: worker", () => inPage(join(WORK, "examples/worker"), "index.html"), isDone);
  await check(
    "example: Vite",
    async () => {
      const { address, close } = await serveWithVite(join(WORK, "examples/vite"));
      try {
        return await answerOf(browser, `${address}/index.html`);
      } finally {
        await close();
      }
    },
    isDone,
  );
  await browser.close();
}
console.log(failures === 0 ? "all good" : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
