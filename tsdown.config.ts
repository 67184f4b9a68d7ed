import { defineConfig } from "tsdown";

const loader = "@assemblyscript/loader";
const shared = { target: "es2022", fixedExtension: true };

/** The command line imports the built package, instead of holding a second copy of it. */
const besideIt = {
  name: "beside-it",
  resolveId: (id: string) => (id === "../index.js" ? { id: "./index.mjs", external: true } : undefined),
};

export default defineConfig([
  {
    ...shared,
    // The package as it is imported: no runtime dependency, the loader and the wasm bytes inside.
    entry: { index: "src/index.ts" },
    format: ["esm", "cjs"],
    dts: true,
    platform: "neutral",
    minify: true,
    deps: { alwaysBundle: [loader], onlyBundle: [loader] },
  },
  {
    ...shared,
    // The command line: the package itself stays outside, next to it, and so do its own dependencies.
    entry: { cli: "src/cli/main.ts" },
    format: "esm",
    dts: false,
    platform: "node",
    plugins: [besideIt],
  },
]);
