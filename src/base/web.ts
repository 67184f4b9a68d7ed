// What the web, Node, Deno and Bun have under the same names. The declarations of the package must also compile in a project without
// their types: each is the type of the global where there is one, else the little of it that is used.

/** An `AbortSignal`. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer T } }
  ? T
  : {
      readonly aborted: boolean;
      addEventListener(type: "abort", listener: () => void): void;
      removeEventListener(type: "abort", listener: () => void): void;
    };

/** A `URL`. */
export type Address = typeof globalThis extends { URL: { prototype: infer T } } ? T : { readonly href: string };

/** The `Response` of a fetch. */
export type Fetched = typeof globalThis extends { Response: { prototype: infer T } }
  ? T
  : { readonly ok: boolean; readonly status: number; arrayBuffer(): Promise<ArrayBuffer> };

/** A `WebAssembly.Module`. */
export type Compiled = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } } ? T : object;
