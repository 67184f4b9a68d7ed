import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIST = at("../dist");

/** The page runs the built package, and reads tables by the code of the command line. */
const builtPackage = (): Plugin => ({
  name: "the-built-package",
  enforce: "pre",
  resolveId: (id, importer) =>
    id === "../index.js" && importer?.includes("/src/cli/") ? `${DIST}/index.mjs` : undefined,
});

export default defineConfig({
  root: at("."),
  base: "./", // below any path
  publicDir: at("public"),
  plugins: [builtPackage()],
  resolve: {
    alias: [
      { find: /^dropglm$/, replacement: `${DIST}/index.mjs` },
      { find: /^dropglm\/(plot|svmlight)$/, replacement: `${DIST}/$1.mjs` },
    ],
  },
  worker: { format: "es", plugins: () => [builtPackage()] },
  build: { outDir: at("../build/web"), emptyOutDir: true, target: "es2022" },
  server: { fs: { allow: [at("..")] } },
});
