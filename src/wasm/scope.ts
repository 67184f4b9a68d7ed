import { lengthOf } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import type { Kernel, Layout, StructName } from "./kernel.js";
import { putBack, takeKernel } from "./load.js";
import type { STRUCTS } from "./structs.js";

/** The largest memory of one WebAssembly instance. */
const LARGEST = 4 * 2 ** 30;

/** Threads over the memory of a kernel. */
export interface Helpers {
  /** Makes room for them to answer for a shard, and for those made of it that share its scratch. */
  readonly attach: (shard: Struct<"Shard">, dimension: number) => void;
  /** Whether they would help with questions to a shard. */
  readonly holds: (shard: Struct<"Shard">) => boolean;
  /** Column moments of a shard of which X, weights and partitions are there, as the kernel's `shardMoments`. False: nothing is done. */
  readonly moments: (shard: Struct<"Shard">, mean: number, sd: number) => boolean;
  /** Puts the sums of a shard into an exchange, with the same bits as the kernel's `evaluate`. False where they are no help: nothing is done then. */
  readonly evaluate: (shard: Struct<"Shard">, exchange: Struct<"Exchange">, request: number) => boolean;
}

/** Buffers of one piece of work. Pointers stay valid when memory grows; views do not, so views are never kept. */
export class Scope {
  constructor(
    readonly kernel: Kernel,
    readonly helpers: Helpers | undefined = undefined,
  ) {}

  /** `bytes` of memory, not zeroed. */
  reserve(bytes: number): number {
    const at = bytes < LARGEST ? this.kernel.exports.alloc(bytes) >>> 0 : 0; // wasm returns i32: >>> 0 above 2 GiB
    if (at === 0) throw outOfMemory(bytes);
    return at;
  }

  /** Memory for n doubles, not zeroed. */
  f64(n: number): number {
    return this.reserve(8 * n);
  }

  /** Copies n values in and returns their address. There must be exactly n: the memory after them may belong to other code. */
  put(values: ArrayLike<number>, n: number = values.length): number {
    const at = this.f64(n);
    this.write(at, values, n);
    return at;
  }

  /** The same to a reserved address. */
  write(at: number, values: ArrayLike<number>, n: number): void {
    const found = lengthOf(values);
    if (found !== n) {
      const message = `${found} numbers where ${n} belong: an array of the model was resized or transferred`;
      throw new GlmError("BAD_SHAPE", message, { got: found, want: n });
    }
    this.view(at, n).set(values);
  }

  /** n doubles, all `value`. */
  filled(n: number, value: number): number {
    const at = this.f64(n);
    this.view(at, n).fill(value);
    return at;
  }

  /** The memory itself: use at once, never across a call into the kernel. */
  view(at: number, n: number): Float64Array {
    return new Float64Array(this.kernel.exports.memory.buffer, at, n);
  }

  /** n 32-bit floating point numbers; as `view`. */
  view32(at: number, n: number): Float32Array {
    return new Float32Array(this.kernel.exports.memory.buffer, at, n);
  }

  /** n 32-bit whole numbers; as `view`. */
  indices(at: number, n: number): Int32Array {
    return new Int32Array(this.kernel.exports.memory.buffer, at, n);
  }

  /** A copy of n doubles: safe to return to the user. */
  get(at: number, n: number): Float64Array {
    return this.view(at, n).slice();
  }

  /** Another struct with the same fields. */
  copied<S extends StructName>(struct: Struct<S>): Struct<S> {
    const { layout } = struct;
    const at = this.reserve(layout.size);
    new Uint8Array(this.kernel.exports.memory.buffer).copyWithin(at, struct.at, struct.at + layout.size);
    return new Struct<S>(this.kernel, layout, at);
  }

  /** A zeroed struct with some fields set; the offsets come from the kernel. */
  struct<S extends StructName>(
    name: S,
    values: Partial<Record<keyof (typeof STRUCTS)[S] & string, number>>,
  ): Struct<S> {
    const layout = this.kernel.layouts[name];
    const at = this.reserve(layout.size);
    new Uint8Array(this.kernel.exports.memory.buffer, at, layout.size).fill(0);
    const struct = new Struct<S>(this.kernel, layout, at);
    struct.set(values);
    return struct;
  }
}

let latest: DataView | undefined;

/** The memory of a kernel; cached, because a fit reads hundreds of fields, mostly of one kernel that has not grown. */
function memoryOf({ exports }: Kernel): DataView {
  const { buffer } = exports.memory;
  if (latest?.buffer !== buffer) latest = new DataView(buffer);
  return latest;
}

/** The fields of a struct that are addresses. */
type PointerOf<S extends StructName> = {
  [F in keyof (typeof STRUCTS)[S] & string]: (typeof STRUCTS)[S][F] extends "pointer" ? F : never;
}[keyof (typeof STRUCTS)[S] & string];

/** A struct of the kernel, read and written by field name. */
export class Struct<S extends StructName> {
  constructor(
    readonly kernel: Kernel,
    readonly layout: Layout,
    readonly at: number,
  ) {}

  set(values: Partial<Record<keyof (typeof STRUCTS)[S] & string, number>>): void {
    const memory = memoryOf(this.kernel);
    for (const name of Object.keys(values)) {
      const value = values[name as keyof typeof values]!;
      const field = this.layout.fields.get(name)!;
      const at = this.at + field.offset;
      if (field.type === "f64") memory.setFloat64(at, value, true);
      else if (field.type === "i32") memory.setInt32(at, value, true);
      else memory.setUint32(at, value, true);
    }
  }

  /** The n doubles that a field points to: use at once, never across a call into the kernel. */
  view(name: PointerOf<S>, n: number): Float64Array {
    return new Float64Array(this.kernel.exports.memory.buffer, this.read(name), n);
  }

  /** A copy of them. */
  copy(name: PointerOf<S>, n: number): Float64Array {
    return this.view(name, n).slice();
  }

  read(name: keyof (typeof STRUCTS)[S] & string): number {
    const memory = memoryOf(this.kernel);
    const field = this.layout.fields.get(name)!;
    const at = this.at + field.offset;
    if (field.type === "f64") return memory.getFloat64(at, true);
    return field.type === "i32" ? memory.getInt32(at, true) : memory.getUint32(at, true);
  }
}

export function outOfMemory(bytes: number): GlmError {
  return new GlmError(
    "OUT_OF_MEMORY",
    `could not reserve ${bytes} bytes of WebAssembly memory; one instance holds at most 4 GiB: use fewer rows or columns, or in fit and path workers, which have memories of their own`,
    { bytes },
  );
}

/** Runs `work` on its own kernel and drops its buffers, also if it throws. */
export function withScope<T>(work: (scope: Scope) => T, { scope, end } = openScope()): T {
  try {
    return work(scope);
  } finally {
    end();
  }
}

/** A scope, and the function that ends it. */
export interface OpenScope {
  readonly scope: Scope;
  readonly end: () => void;
}

/** The same for work that pauses; the caller must call `end`. */
export function openScope(): OpenScope {
  return openScopeOf(takeKernel(), putBack);
}

/** The same on a kernel that is given, and goes back by `putBack`, with the number of bytes that were needed. */
export function openScopeOf(
  kernel: Kernel,
  putBack: (kernel: Kernel, used: number) => void,
  helpers?: Helpers,
): OpenScope {
  const position = kernel.exports.mark();
  const { memory } = kernel.exports;
  const before = memory.buffer.byteLength;
  return {
    scope: new Scope(kernel, helpers),
    end: () => {
      const after = memory.buffer.byteLength;
      const used = after > before ? after : kernel.exports.mark() >>> 0; // X is there until the end
      kernel.exports.release(position);
      latest = undefined; // it would hold the memory of a kernel that nobody else holds
      putBack(kernel, used);
    },
  };
}
