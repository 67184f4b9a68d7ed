// Where the kernel comes from, and what is said when there is none.

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

const FILE = new URL("../../build/core.wasm", import.meta.url);
const KERNEL = readFileSync(FILE);
const X = [[0], [1], [2], [3]];
const Y = [1, 3, 2, 6];
const PAGE = "<!doctype html><title>Not found</title>";
const ANSWERS: Record<string, readonly [status: number, type: string, body: string | Buffer]> = {
  "/core.wasm": [200, "application/wasm", KERNEL],
  "/plain.wasm": [200, "text/plain", KERNEL], // servers that know no wasm
  "/spa/core.wasm": [200, "text/html", PAGE],
  "/empty.wasm": [200, "application/wasm", ""],
  "/cut.wasm": [200, "application/wasm", KERNEL.subarray(0, 5000)],
  "/other.wasm": [200, "application/wasm", Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])],
  "/text.wasm": [200, "application/wasm", "core"],
};
let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    const [status, type, body] = ANSWERS[url!] ?? [404, "text/html", PAGE];
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock("../../src/wasm/bytes.js");
  vi.resetModules();
});

/** The library as it is before anything was loaded; without a kernel inside it is that of `dropglm/external`. */
async function fresh(inlined = false): Promise<typeof import("../../src/index.js")> {
  vi.resetModules();
  if (!inlined) {
    vi.doMock("../../src/wasm/bytes.js", () => ({ KERNEL_DEFLATED_BASE64: "", KERNEL_BYTES: KERNEL.length }));
  }
  return import("../../src/index.js");
}

const refusal = (message: RegExp) => ({
  name: "GlmError",
  code: "NOT_LOADED",
  message: expect.stringMatching(message),
});

describe("load takes the kernel", () => {
  const sources: Record<string, () => unknown> = {
    "from a URL": () => new URL(`${base}/core.wasm`),
    "from an address as text, of any content type": () => `${base}/plain.wasm`,
    "from a file": () => FILE,
    "from a module that another realm has compiled": () =>
      runInNewContext("new WebAssembly.Module(bytes)", { bytes: KERNEL }),
    "from a Response": () => fetch(`${base}/core.wasm`).then((response) => response),
    "from a promise of a Response": () => fetch(`${base}/core.wasm`),
    "from bytes": () => new Uint8Array(KERNEL),
    "from part of a buffer": () => {
      const larger = new Uint8Array(KERNEL.length + 16);
      larger.set(KERNEL, 8);
      return larger.subarray(8, 8 + KERNEL.length);
    },
    "from an ArrayBuffer": () => new Uint8Array(KERNEL).buffer,
    "from a module": () => new WebAssembly.Module(new Uint8Array(KERNEL)),
  };
  for (const [name, source] of Object.entries(sources)) {
    it(name, async () => {
      const library = await fresh();
      await library.load(source() as never);
      expect(library.fitSync(X, Y, { family: "poisson" }).coefficients[0]).toBeCloseTo(0.498784, 6);
    });
  }
  it("once: what is there stays", async () => {
    const library = await fresh(true);
    await library.load();
    await library.load(`${base}/missing.wasm`);
    expect(library.fitSync(X, Y, { family: "poisson" }).status.code).toBe("converged");
  });
});

describe("load says what is wrong with the source", () => {
  const cases: Record<string, readonly [source: () => unknown, message: RegExp]> = {
    "a page": [() => `${base}/spa/core.wasm`, /\/spa\/core\.wasm answered HTML instead of WebAssembly/],
    "nothing there": [() => new URL(`${base}/missing.wasm`), /missing\.wasm answered 404 Not Found; expected/],
    "a server that is away": [() => "http://127.0.0.1:9/core.wasm", /could not be read/],
    "no file": [() => new URL("missing.wasm", FILE), /missing\.wasm could not be read \(ENOENT/],
    "an empty file": [() => `${base}/empty.wasm`, /is empty/],
    "half a file": [() => `${base}/cut.wasm`, /holds 5000 bytes, and core\.wasm of this version \d+/],
    "another module": [() => `${base}/other.wasm`, /holds 8 bytes/],
    "another module, compiled": [
      () => new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
      /the module exports no memory/,
    ],
    text: [() => `${base}/text.wasm`, /is not WebAssembly/],
    "a path": [() => "./core.wasm", /load was given "\.\/core\.wasm", which is not a URL/],
    "a number": [() => 7, /load was given 7; expected the address/],
    "a Response that was read": [
      async () => {
        const response = await fetch(`${base}/core.wasm`);
        await response.text();
        return response;
      },
      /has been read before/,
    ],
  };
  for (const [name, [source, message]] of Object.entries(cases)) {
    it(name, async () => {
      const library = await fresh();
      await expect(library.load(source() as never)).rejects.toMatchObject(refusal(message));
      await library.load(FILE); // and nothing is lost
      expect(library.fitSync(X, Y, { family: "poisson" }).status.code).toBe("converged");
    });
  }
});

describe("without a kernel", () => {
  it("external says what to load", async () => {
    const library = await fresh();
    const wanted = refusal(/^dropglm\/external has no kernel inside; first `await load\(source\)`/);
    await expect(library.load()).rejects.toMatchObject(wanted);
    await expect(library.fit(X, Y)).rejects.toMatchObject(wanted);
    expect(() => library.fitSync(X, Y)).toThrow(expect.objectContaining(wanted));
  });
  it("a synchronous call in a page says to load first", async () => {
    const library = await fresh(true);
    vi.stubGlobal("process", undefined);
    expect(() => library.fitSync(X, Y)).toThrow(expect.objectContaining(refusal(/`await load\(\)` once before/)));
  });
  it("a content security policy is named", async () => {
    const library = await fresh(true);
    const message =
      "WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because 'unsafe-eval' is not an allowed source of script";
    vi.spyOn(WebAssembly, "compile").mockRejectedValueOnce(new WebAssembly.CompileError(message));
    await expect(library.load()).rejects.toMatchObject(refusal(/add 'wasm-unsafe-eval' to its script-src$/));
  });
  it.each([
    "WebAssembly.compile(): Wasm code generation disallowed by embedder",
    "Dynamic WASM code generation (e. g. 'WebAssembly.compile') not allowed in Edge Runtime",
  ])("a runtime that compiles no bytes says what to import: %s", async (cause) => {
    const library = await fresh(true);
    vi.spyOn(WebAssembly, "compile").mockRejectedValueOnce(new WebAssembly.CompileError(cause));
    const message =
      /import kernel from "dropglm\/core\.wasm" \(in Next "dropglm\/core\.wasm\?module"\), then .* await load\(kernel\)$/;
    await expect(library.load()).rejects.toMatchObject(refusal(message));
  });
  it("a compiled module is there before load returns", async () => {
    const library = await fresh(false);
    const loading = library.load(new WebAssembly.Module(readFileSync(FILE)));
    expect(library.fitSync(X, Y).status.code).toBe("converged");
    await loading;
  });
  it("another refusal of an engine that has SIMD is passed on", async () => {
    const library = await fresh(true);
    vi.spyOn(WebAssembly, "compile").mockRejectedValueOnce(new WebAssembly.CompileError("out of code space"));
    const message = /^the WebAssembly kernel could not be compiled \(out of code space\)$/;
    await expect(library.load()).rejects.toMatchObject(refusal(message));
  });
  it("an engine without SIMD is told apart", async () => {
    const library = await fresh(true);
    vi.spyOn(WebAssembly, "compile").mockRejectedValueOnce(new WebAssembly.CompileError("invalid value type 0x7b"));
    vi.spyOn(WebAssembly, "validate").mockReturnValueOnce(false);
    await expect(library.load()).rejects.toMatchObject(refusal(/^this engine has no SIMD in WebAssembly/));
  });
});
