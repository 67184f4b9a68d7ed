import { cpSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { ISOLATED } from "./isolated.mjs";
import { offline } from "./offline.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIST = at("../dist");

/** The page runs the built package, and reads tables by the code of src/table. */
const builtPackage = (): Plugin => ({
  name: "the-built-package",
  enforce: "pre",
  resolveId: (id, importer) =>
    id === "../index.js" && importer?.includes("/src/table/") ? `${DIST}/index.mjs` : undefined,
});

/**
 * The content security policy of the built page: it may run its own scripts and the kernel, and fetch its own data. A table or a model from
 * somebody else cannot make it load, send or run anything. In development vite puts scripts into the page, so there is no policy.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const policy = (): Plugin => ({
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
  ],
});

/** The page has the guide and the reference below docs/, where typedoc has built them: npm run web does. */
const docs = (): Plugin => {
  let folder = "";
  return {
    name: "docs",
    apply: "build",
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir, "docs");
    },
    closeBundle: () => {
      if (existsSync(at("../build/docs"))) cpSync(at("../build/docs"), folder, { recursive: true });
    },
  };
};

export default defineConfig({
  root: at("."),
  base: "./", // works below any path
  publicDir: at("public"),
  plugins: [builtPackage(), policy(), docs(), offline()],
  resolve: {
    alias: [
      { find: /^dropglm$/, replacement: `${DIST}/index.mjs` },
      { find: /^dropglm\/(plot|svmlight)$/, replacement: `${DIST}/$1.mjs` },
    ],
  },
  worker: { format: "es", plugins: () => [builtPackage()] },
  build: { outDir: at("../build/web"), emptyOutDir: true, target: "es2022" },
  server: { fs: { allow: [at("..")] }, headers: ISOLATED },
  preview: { headers: ISOLATED },
});
