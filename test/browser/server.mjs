// A static server with the headers of a case. Unknown paths get a page, as many servers do.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".csv": "text/csv",
  ".json": "application/json",
};

/**
 * @param {string} root
 * @param {Record<string, string>} headers
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function serve(root, headers = {}) {
  const server = createServer(async ({ url }, response) => {
    const path = decodeURIComponent(new URL(url ?? "/", "http://localhost").pathname);
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const body = await readFile(file);
      const type = /** @type {Record<string, string>} */ (TYPES)[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...headers }).end(body);
    } catch {
      response.writeHead(200, { "content-type": "text/html", ...headers }).end("<!doctype html><title>App</title>");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}
