// The kernel without TypeScript around it: memory and structs by the names it exports.
import { readFile } from "node:fs/promises";

export const REQUEST = { value: 1, gradient: 2, hessian: 4, hessianVector: 8 };
export const FAMILY = { gaussian: 0, binomial: 1, poisson: 2 };
export const APPROXIMATION = { none: 0, quadratic: 1, gaussian: 2, exact: 3 };
export const NOISE = { dropout: 0, additive: 1 };

/** Compared with the kernel's own numbers when it is opened. */
const IDS = { Request: REQUEST, Family: FAMILY, Approximation: APPROXIMATION, Noise: NOISE };

/** Fields of a Shard that are not 32-bit. */
const DOUBLES = ["labels", "share"];

/** @typedef {Awaited<ReturnType<typeof openKernel>>} Kernel */

/** @param {URL} file  build/core.wasm as shipped, or build/testing.wasm with the inner functions */
export async function openKernel(file) {
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    env: { memory: new WebAssembly.Memory({ initial: 8, maximum: 65536 }) },
  });
  const exports = /** @type {any} */ (instance.exports);
  /** @param {number} bytes @returns {number} */
  const reserve = (bytes) => {
    const at = exports.alloc(bytes) >>> 0;
    if (at === 0) throw new Error(`no room for ${bytes} bytes`);
    return at;
  };
  /** @param {string} name */
  const constant = (name) => {
    if (exports[name] === undefined) throw new Error(`the kernel does not export ${name}: adapt bench/kernel.mjs`);
    return Number(exports[name].value);
  };
  /** Copies doubles in. @param {ArrayLike<number>} values */
  const put = (values) => {
    const at = reserve(8 * Math.max(1, values.length));
    new Float64Array(exports.memory.buffer, at, values.length).set(values);
    return at;
  };
  /** A zeroed struct; fields set here are 32 bits wide, but those of DOUBLES. @param {string} name @param {Record<string, number>} fields */
  const struct = (name, fields) => {
    const size = constant(`${name}_size`);
    const at = reserve(size);
    new Uint8Array(exports.memory.buffer, at, size).fill(0);
    const view = new DataView(exports.memory.buffer, at, size);
    for (const [field, value] of Object.entries(fields)) {
      const offset = constant(`${name}_${field}`);
      if (DOUBLES.includes(field)) view.setFloat64(offset, value, true);
      else view.setUint32(offset, value, true);
    }
    return at;
  };
  for (const [kind, ids] of Object.entries(IDS)) {
    for (const [name, id] of Object.entries(ids)) {
      const given = constant(`${kind}.${name[0]?.toUpperCase()}${name.slice(1)}`);
      if (given !== id)
        throw new Error(`${kind}.${name} is ${given} in the kernel and ${id} here: adapt bench/kernel.mjs`);
    }
  }
  return { exports, reserve, put, struct };
}

/**
 * @typedef {object} ShardShape
 * @property {number} n
 * @property {number} p
 * @property {Float64Array} columns  n x p, by column
 * @property {ArrayLike<number>} y
 * @property {number} family
 * @property {number} [approximation]
 * @property {number} [kind]  of the noise
 * @property {number} [strength]  of the noise, every column
 * @property {ArrayLike<number>} point  p coefficients and the intercept
 * @property {boolean} [byRow]
 */

/**
 * A shard and an exchange, ready to be evaluated.
 *
 * @param {Kernel} kernel
 * @param {ShardShape} shape
 * @returns {(request: number) => void}
 */
export function openShard({ exports, reserve, put, struct }, shape) {
  const { n, p } = shape;
  const d = p + 1;
  const data = put(shape.byRow ? transposed(shape.columns, n, p) : shape.columns);
  const strides = shape.byRow ? { rowStride: p, columnStride: 1 } : { rowStride: 1, columnStride: n };
  const strengths = () => put(new Float64Array(p).fill(shape.strength ?? 0));
  const shard = struct("Shard", {
    rows: n,
    columns: p,
    intercept: 1,
    classes: 1,
    design: struct("Design", { data, ...strides }),
    y: put(shape.y),
    family: shape.family,
    approximation: shape.approximation ?? APPROXIMATION.none,
    noise: shape.kind === undefined ? 0 : struct("NoiseTerm", { kind: shape.kind, strengths: strengths() }),
    noiseCount: Number(shape.kind !== undefined),
    center: put(new Float64Array(p)),
    scale: put(new Float64Array(p).fill(1)),
    labels: 1,
    share: 1,
  });
  if (!exports.prepareShard(shard, 1)) throw new Error("no room for the shard");
  const vector = () => put(new Float64Array(d));
  const exchange = struct("Exchange", {
    dimension: d,
    point: put(shape.point),
    direction: put(new Float64Array(d).fill(1)),
    gradient: vector(),
    product: vector(),
    diagonal: vector(),
    adaptive: vector(),
    hessian: reserve(8 * d * d),
  });
  return (request) => exports.evaluate(shard, exchange, request);
}

/** @param {Float64Array} columns @param {number} n @param {number} p */
function transposed(columns, n, p) {
  return Float64Array.from(
    { length: n * p },
    (_, k) => /** @type {number} */ (columns[(k % p) * n + Math.floor(k / p)]),
  );
}
