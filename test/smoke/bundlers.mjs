// Bundlers with the usual settings, without special settings for dropglm.
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build, createServer } from "vite";
import webpack from "webpack";

/** @param {string} root */
export async function serveWithVite(root) {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1" },
    cacheDir: join(root, ".vite"),
  });
  await server.listen();
  const [address] = server.resolvedUrls?.local ?? [];
  return { address: String(address).replace(/\/$/, ""), close: () => server.close() };
}

/** @param {string} root @param {string} [base] */
export async function buildWithVite(root, base = "/") {
  const outDir = join(root, base === "/" ? "vite" : "below/built");
  await build({
    root,
    base,
    configFile: false,
    logLevel: "error",
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(root, "bundled.html") } },
  });
  return outDir;
}

/** @param {string} root @param {string} [version] Of the language that webpack writes its own parts in. */
export async function buildWithWebpack(root, version) {
  const path = join(root, version === undefined ? "webpack" : `webpack-${version}`);
  await mkdir(path, { recursive: true });
  const stats = await new Promise((resolve, reject) => {
    webpack(
      {
        mode: "production",
        ...(version !== undefined && { target: ["web", version] }),
        context: root,
        entry: "./bundled.js",
        output: { path, filename: "bundled.js" },
        performance: { hints: false },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  if (stats.hasErrors() || stats.hasWarnings())
    throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
  await cp(join(root, "plain-bundle.html"), join(path, "index.html"));
  return path;
}
