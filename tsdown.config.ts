import { statSync } from "node:fs";
import { defineConfig } from "tsdown";

/** Only trouble is printed: who builds wants to see what comes after. */
const shared = {
  target: "es2022",
  fixedExtension: true,
  logLevel: "warn" as const,
  checks: { pluginTimings: false, legacyCjs: false },
};
const LOADER = "@assemblyscript/loader";

/** The loader makes a decoder of strings when it is imported, which jsdom has not. The kernel passes numbers only. */
const withoutDecoder = {
  name: "without-decoder",
  transform: (code: string, id: string) =>
    id.includes(LOADER)
      ? code.replace(/new TextDecoder\([^;]*\)/, 'typeof TextDecoder === "undefined" ? undefined : $&')
      : undefined,
};

/** What is whole by itself: no import is left, and of node_modules the loader alone is inside. */
const library = {
  format: ["esm", "cjs"] as ("esm" | "cjs")[],
  dts: true,
  platform: "neutral" as const,
  sourcemap: true,
  deps: { alwaysBundle: [LOADER], onlyBundle: [LOADER] },
};

/** Modules whose public names are those of the built package. */
const PUBLIC = [/^(\.\.\/)+index\.js$/, /^\.(\.\/base)?\/errors\.js$/, /^\.\.\/input\/sparse\.js$/];

/** Rooms that are entries of their own, so that the package itself does not grow. */
const ENTRIES = {
  svmlight: "svmlight",
  plots: "plot",
  online: "online",
  groups: "groups",
  cluster: "cluster",
} as const;
type Room = keyof typeof ENTRIES;
const BESIDE = { ...ENTRIES, stream: "stream" } as const;

/** The other entries import the built package beside them, instead of holding a second copy of it: one GlmError for all. */
const besideIt = (extension: "mjs" | "cjs") => ({
  name: "beside-it",
  resolveId(id: string) {
    const [, room] = /^(?:\.\.\/)+(svmlight|plots|online|groups|cluster|stream)\/index\.js$/.exec(id) ?? [];
    if (room !== undefined) return { id: `./${BESIDE[room as keyof typeof BESIDE]}.${extension}`, external: true };
    return PUBLIC.some((name) => name.test(id)) ? { id: `./index.${extension}`, external: true } : undefined;
  },
});

/** The entries of edge runtimes import what is for those who bring the kernel. */
const besideExternal = {
  name: "beside-external",
  resolveId(id: string) {
    if (id === "../index.js") return { id: "./external.mjs", external: true };
    if (id === "../tables/index.js") return { id: "./tables.mjs", external: true };
    return id.startsWith("./core.wasm") ? { id, external: true } : undefined;
  },
};

/** Without the kernel, for what gets it from elsewhere: threads from who starts them, `external` from where its user says. */
const withoutKernel = {
  name: "without-kernel",
  resolveId: (id: string) => (id === "./bytes.js" ? "\0no-bytes" : undefined),
  load: (id: string) =>
    id === "\0no-bytes"
      ? `export const KERNEL_DEFLATED_BASE64 = ""; export const KERNEL_BYTES = ${statSync("build/core.wasm").size};`
      : undefined,
};

/** Without formulas and tables, for pages that fit numbers only: they are an entry of their own. */
const withoutTables = {
  name: "without-tables",
  resolveId: (id: string) => (id === "./frame/register.js" ? "\0no-tables" : undefined),
  load: (id: string) => (id === "\0no-tables" ? "export const register = () => undefined;" : undefined),
};

export default defineConfig([
  {
    ...shared,
    // The package as it is imported: no runtime dependency, the wasm bytes inside.
    ...library,
    entry: { index: "src/index.ts" },
    plugins: [withoutDecoder],
  },
  {
    ...shared,
    // The same for a script tag: everything is in the global `dropglm`. The script of a thread is beside this one.
    entry: { dropglm: "src/index.ts" },
    format: "iife",
    globalName: "dropglm",
    dts: false,
    platform: "browser",
    minify: true,
    plugins: [withoutDecoder],
    deps: { alwaysBundle: [LOADER], onlyBundle: [LOADER] },
    define: { "import.meta.url": "scriptAddress" },
    outputOptions: {
      entryFileNames: "dropglm.global.js",
      intro: "const scriptAddress = globalThis.document?.currentScript?.src;",
    },
  },
  {
    ...shared,
    // The same for those who serve core.wasm themselves, without formulas.
    ...library,
    entry: { external: "src/index.ts" },
    plugins: [withoutDecoder, withoutKernel, withoutTables],
    copy: [{ from: "build/core.wasm", to: "dist" }],
  },
  {
    ...shared,
    // What runs in the threads of a cross-validation; the package starts it by its place beside it.
    ...library,
    entry: { worker: "src/workers/worker.ts" },
    footer: { js: "export {};" }, // a module that imports and exports nothing says so
    format: "esm",
    dts: false,
    plugins: [withoutDecoder, withoutKernel],
  },
  {
    ...shared,
    // Formulas and tables for `external`. They hold nothing that it must share.
    ...library,
    entry: { tables: "src/tables/index.ts" },
    plugins: [withoutKernel],
  },
  ...["workerd", "edge-light"].map((runtime) => ({
    ...shared,
    // For runtimes that compile no bytes: the kernel is a module there. `external` and tables with it, beside them.
    entry: { [runtime]: `src/edge/${runtime}.ts` },
    format: "esm" as const,
    dts: false, // the types are those of the package
    platform: "neutral" as const,
    plugins: [besideExternal],
  })),
  // For those who import them: files of SVMlight, plots, learning from a stream.
  ...(Object.keys(ENTRIES) as Room[]).flatMap((room) =>
    (["mjs", "cjs"] as const).map((extension) => ({
      ...shared,
      entry: { [ENTRIES[room]]: `src/${room}/index.ts` },
      format: extension === "mjs" ? ("esm" as const) : ("cjs" as const),
      dts: true,
      platform: room === "cluster" ? ("node" as const) : ("neutral" as const),
      sourcemap: true,
      plugins: [besideIt(extension)],
    })),
  ),
  ...(["mjs", "cjs"] as const).map((extension) => ({
    ...shared,
    // Data larger than memory, for Node: the fit from inside, with a kernel of its own; errors and models are those of the package beside it.
    entry: { stream: "src/stream/index.ts" },
    format: extension === "mjs" ? ("esm" as const) : ("cjs" as const),
    dts: true,
    platform: "node" as const,
    sourcemap: true,
    deps: { alwaysBundle: [LOADER] },
    plugins: [withoutDecoder, besideIt(extension)],
  })),
  {
    ...shared,
    // The threads of fitGroups: the package stays beside them.
    entry: { "groups-worker": "src/groups/thread.ts" },
    footer: { js: "export {};" },
    format: "esm",
    dts: false,
    platform: "neutral",
    plugins: [besideIt("mjs")],
  },
  {
    ...shared,
    // The threads of a worker that hold rows of a source: what they do is in the entry `stream` beside them.
    entry: { "rows-worker": "src/cluster/rows-thread.ts" },
    footer: { js: "export {};" },
    format: "esm",
    dts: false,
    platform: "node",
    plugins: [besideIt("mjs")],
  },
  {
    ...shared,
    // The command line: the package itself stays outside, next to it, and so do its own dependencies.
    entry: { cli: "src/cli/main.ts" },
    format: "esm",
    dts: false,
    platform: "node",
    plugins: [besideIt("mjs")],
  },
]);
