// The packed package in test runners, compilers and linters, and with packages of data. Their versions: tools/package.json, which
// `npm run smoke -- --strict` installs.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { offered } from "./completions.mjs";

const run = promisify(execFile);
const HERE = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(join(HERE, "tools/package.json"));

const FAMILIES = "binomial gamma gaussian inverse-gaussian multinomial negative-binomial poisson tweedie";
const ENTRIES = ["dropglm", "dropglm/external", "dropglm/tables", "dropglm/plot", "dropglm/svmlight"];

/** What is fitted, and how it ends. */
const PROGRAM = 'fitSync([[0], [1], [2], [3]], [1, 3, 2, 6], { family: "poisson" }).coefficients[0].toFixed(6)';
const WANTED = "0.498784";
const LOADED = `async () => { await load(); expect(${PROGRAM}).toBe("${WANTED}"); }`;

/** Files of the folder, by name. */
const FILES = {
  "package.json": '{ "private": true }',
  "tsconfig.json": "{}",
  "fit.test.js": `const { fitSync, load } = require("dropglm");\ntest("fits", ${LOADED});\n`,
  "fit.spec.ts": `import { fitSync, load } from "dropglm";\nimport { plots } from "dropglm/plot";\ntest("fits", ${LOADED});\ntest("has plots", () => expect(typeof plots.path).toBe("function"));\n`,
  "fit.check.mjs": `import { fitSync, load } from "dropglm";\nimport { expect, test } from "vitest";\ntest("fits", ${LOADED});\n`,
  "jest.ts.json":
    '{ "testMatch": ["**/*.spec.ts"], "transform": { "\\\\.ts$": ["ts-jest", { "tsconfig": { "module": "commonjs", "moduleResolution": "node10", "esModuleInterop": true, "types": ["jest"], "lib": ["es2022"], "skipLibCheck": true }, "diagnostics": false }] } }',
  "vitest.config.mjs": 'export default { test: { include: ["*.check.mjs"] } };\n',
  "eslint.config.mjs": `import plugin from "eslint-plugin-import";
export default [{ files: ["imports.mjs"], plugins: { import: plugin }, settings: { "import/resolver": { node: {} } }, rules: { "import/no-unresolved": "error" } }];
`,
  "imports.mjs": [...ENTRIES, "dropglm/worker", "dropglm/core.wasm"].map((name) => `import "${name}";\n`).join(""),
  "all.mts": `${ENTRIES.map((name, k) => `import * as e${k} from "${name}";\n`).join("")}
import { fitSync, type FitOptions, type Model } from "dropglm";
export const all = [${ENTRIES.map((_, k) => `e${k}`).join(", ")}];
export const one: number = fitSync([[0], [1]], [1, 3], { family: "poisson" }).intercept;
export const many: Model<"many"> = fitSync([[0], [1], [2]], [0, 1, 2], { family: "multinomial" });
const options: FitOptions = { family: "multinomial" };
export const either: number | Float64Array = fitSync([[0], [1]], [1, 3], options).intercept;
// @ts-expect-error: of one predictor or of many
export const lie: number = fitSync([[0], [1]], [1, 3], options).intercept;
`,
};

/** A folder with the tools, and the package as it was packed. @param {string} work The folder into which it was installed. */
async function folderOf(work) {
  const folder = join(work, "tools");
  const from = join(HERE, "tools/node_modules");
  await mkdir(join(folder, "node_modules"), { recursive: true });
  for (const name of await readdir(from)) {
    if (!name.startsWith("@")) await symlink(join(from, name), join(folder, "node_modules", name));
    else {
      await mkdir(join(folder, "node_modules", name));
      for (const own of await readdir(join(from, name)))
        await symlink(join(from, name, own), join(folder, "node_modules", name, own));
    }
  }
  await rm(join(folder, "node_modules/dropglm"), { force: true });
  await cp(join(work, "node_modules/dropglm"), join(folder, "node_modules/dropglm"), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  await writeFile(join(folder, "all.cts"), FILES["all.mts"]);
  await cp(join(HERE, "interop.mjs"), join(folder, "interop.mjs"));
  return folder;
}

/** Compiler options of a row, in words of tsc. @param {string} module @param {string} resolution @param {string[]} lib */
const settings = (module, resolution, lib) => ({
  compilerOptions: {
    ...{ noEmit: true, strict: true, skipLibCheck: false, target: "es2022", types: [], lib },
    ...{ module, moduleResolution: resolution },
  },
});

/** @typedef {(name: string, ask: () => Promise<string>, isGood: (answer: string) => boolean) => Promise<void>} Check */

/** @param {string} folder @param {Check} check */
async function compilers(folder, check) {
  for (const version of ["typescript-5.0", "typescript-5.4", "typescript", "typescript-6.0"]) {
    const ts = require(version);
    const dom = ["es2022", "dom"];
    /** @type {[string, string, string, string[], string][]} */
    const rows = [
      ["node16, ES module", "node16", "node16", dom, "all.mts"],
      ["nodenext, CommonJS", "nodenext", "nodenext", dom, "all.cts"],
      ["bundler", "esnext", "bundler", dom, "all.mts"],
      ["without the types of the DOM and Node", "nodenext", "nodenext", ["es2022"], "all.mts"],
      ...(ts.version < "6" ? [/** @type {any} */ (["node10", "commonjs", "node10", dom, "all.cts"])] : []),
    ];
    for (const [name, module, resolution, lib, file] of rows) {
      const config = { ...settings(module, resolution, lib), files: [file] };
      await check(
        `TypeScript ${ts.version}, ${name}`,
        async () => {
          await writeFile(join(folder, "tsconfig.row.json"), JSON.stringify(config));
          const tsc = require.resolve(`${version}/lib/tsc.js`);
          return (await run(process.execPath, [tsc, "-p", "tsconfig.row.json"], { cwd: folder })).stdout;
        },
        (text) => text === "",
      );
    }
    await check(
      `TypeScript ${ts.version}, an editor offers every family`,
      async () => {
        const [module, moduleResolution] = [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext];
        const options = { strict: true, target: 9, module, moduleResolution, types: [] };
        const calls = ['fit([[1]], [1], { family: "@" })', 'pathSync("y ~ x", [{}], { family: "@" })'];
        const programs = calls.map((call) => `import { fit, pathSync } from "dropglm"; ${call}`);
        const found = offered(ts, join(folder, "written.mts"), programs, options).map((names) =>
          names.sort().join(" "),
        );
        const statics = offered(
          ts,
          join(folder, "written.mts"),
          ['import { Model } from "dropglm"; Model.@'],
          options,
        )[0];
        return [...found, ...statics.filter((name) => name === "dataOf" || name === "of")].join("\n");
      },
      (text) => text === `${FAMILIES}\n${FAMILIES}`,
    );
  }
}

/** @param {string} folder @param {Check} check */
async function runners(folder, check) {
  const inFolder = async (/** @type {string} */ tool, /** @type {string[]} */ ...args) => {
    const { stdout, stderr } = await run(process.execPath, [join(folder, "node_modules", tool), ...args], {
      cwd: folder,
      timeout: 120_000,
      env: { ...process.env, CI: "true", NO_COLOR: "1" },
    });
    return stdout + stderr;
  };
  const jest = "jest/bin/jest.js";
  const passed = (/** @type {string} */ text) => /Tests:? +[12] passed/.test(text);
  await check("Jest, node", () => inFolder(jest, "fit.test.js"), passed);
  await check("Jest, jsdom", () => inFolder(jest, "fit.test.js", "--env=jsdom"), passed);
  await check("ts-jest", () => inFolder(jest, "--config", "jest.ts.json"), passed);
  for (const environment of ["node", "jsdom", "happy-dom"]) {
    const args = ["run", "--environment", environment];
    await check(`Vitest, ${environment}`, () => inFolder("vitest/vitest.mjs", ...args), passed);
  }
  await check(
    "ESLint's import plugin, node resolver",
    () => inFolder("eslint/bin/eslint.js", "imports.mjs"),
    (text) => text === "",
  );
  await check(
    "Data of other packages and results into them, one line each",
    () => inFolder("../interop.mjs"),
    (text) => text.split("\nok ").length > 18 && !text.includes("FAILED"),
  );
}

/** All of them. @param {string} work @param {Check} check */
export async function tryTools(work, check) {
  const folder = await folderOf(work);
  await runners(folder, check);
  await compilers(folder, check);
}
