import { cpSync, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { ISOLATED } from "./isolated.mjs";
import { offline } from "./offline.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The library is bundled from its sources, so that the page has only what it calls, once, also what src/table shares with it. The kernel is
 * that of the build: its bytes are no text in the scripts. The script of threads is the package's.
 */
const library = (): Plugin => ({
  name: "library",
  enforce: "pre",
  resolveId: (id, importer) => {
    if (id === "./bytes.js" && importer?.includes("/src/wasm/")) return "\0no-bytes";
    return id === "../index.js" && importer?.includes("/src/table/") ? at("dropglm.mjs") : undefined;
  },
  load: (id) =>
    id === "\0no-bytes"
      ? `export const KERNEL_DEFLATED_BASE64 = ""; export const KERNEL_BYTES = ${statSync(at("../dist/core.wasm")).size};`
      : undefined,
  transform: (code, id) =>
    id.endsWith("/src/workers/spawn.ts") ? code.replaceAll('"./worker.mjs"', '"../../dist/worker.mjs"') : undefined,
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
  plugins: [library(), policy(), docs(), offline()],
  resolve: {
    alias: [
      { find: /^dropglm$/, replacement: at("dropglm.mjs") },
      { find: /^dropglm\/svmlight$/, replacement: at("../src/svmlight/index.ts") },
      { find: /^dropglm\/tables$/, replacement: at("../src/tables/index.ts") },
    ],
  },
  worker: { format: "es", plugins: () => [library()] },
  build: { outDir: at("../build/web"), emptyOutDir: true, target: "es2022" },
  server: { fs: { allow: [at("..")] }, headers: ISOLATED },
  preview: { headers: ISOLATED },
});
