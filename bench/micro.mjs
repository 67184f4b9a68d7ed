// The kernel's inner functions, one by one: node bench/micro.mjs [--only REGEX]
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import Benchmark from "benchmark";
import { makeData } from "./data/index.mjs";
import { APPROXIMATION, FAMILY, NOISE, openKernel, openShard, REQUEST } from "./kernel.mjs";
import { spreadOf } from "./measure.mjs";
import { normals, uniforms } from "./random.mjs";
import { digits, table } from "./report.mjs";

/**
 * @typedef {object} Micro
 * @property {string} name
 * @property {() => unknown} work
 * @property {number} count  how many units one call does
 * @property {string} unit  what is counted
 * @property {number} [flops]  of one call
 * @property {number} [bytes]  of X that one call reads
 */

const { value: VALUE, gradient: GRADIENT, hessian: HESSIAN, hessianVector: HESSIAN_VECTOR } = REQUEST;
const SHIPPED = new URL("../build/core.wasm", import.meta.url);
const TESTING = new URL("../build/testing.wasm", import.meta.url);
const ROWS = 10_000;

/** A column with less than this part left counts as dependent. */
const DEPENDENT = 1e-13;

/** Passes over X of the kernel as it is shipped. @returns {Promise<Micro[]>} */
async function passes() {
  const kernel = await openKernel(SHIPPED);
  const { binomial } = FAMILY;
  /** @param {string} name @param {Partial<import("./kernel.mjs").ShardShape> & { n?: number, p?: number }} shape @param {Record<string, number>} requests */
  const of = (name, shape, requests) => {
    const { n = ROWS, p = 50 } = shape;
    const data = makeData({ family: "binomial", rows: n, columns: p, seed: 1 });
    const point = new Float64Array(p + 1).fill(0.5 / Math.sqrt(p));
    const evaluate = openShard(kernel, { ...data, family: binomial, point, ...shape });
    return Object.entries(requests).map(([what, request]) => ({
      name: `${name}: ${what}`,
      work: () => evaluate(request),
      count: n * p,
      unit: "element",
      bytes: 8 * n * p,
      ...(request === HESSIAN ? { flops: n * (p + 1) * (p + 2) } : {}),
    }));
  };
  const first = { value: VALUE, "value, gradient": VALUE | GRADIENT };
  const all = { ...first, Hessian: HESSIAN, "Hessian . vector": HESSIAN_VECTOR };
  const dropout = { kind: NOISE.dropout, strength: 0.5 };
  return [
    ...of("10,000 x 50", {}, all),
    ...of("10,000 x 50 by row", { byRow: true }, first),
    ...of("10,000 x 50 dropout, quadratic", { ...dropout, approximation: APPROXIMATION.quadratic }, all),
    ...of("10,000 x 50 dropout, gaussian", { ...dropout, approximation: APPROXIMATION.gaussian }, all),
    ...of("2,000 x 200", { n: 2000, p: 200 }, { "value, gradient": VALUE | GRADIENT, Hessian: HESSIAN }),
  ];
}

/**
 * Rows through family and noise: one column, so the time is that of the family, not of X. With additive noise of
 * deviation sqrt(s) and a coefficient of 1 every row has variance s.
 *
 * @returns {Promise<Micro[]>}
 */
async function familyRows() {
  const kernel = await openKernel(SHIPPED);
  const normal = normals(uniforms(5));
  const columns = Float64Array.from({ length: ROWS }, () => 2 * normal());
  const y = Float64Array.from({ length: ROWS }, () => Number(normal() > 0));
  /** @param {string} name @param {number} family @param {number} approximation @param {number} [s] @returns {Micro} */
  const of = (name, family, approximation, s) => {
    const noise = s === undefined ? {} : { kind: NOISE.additive, strength: Math.sqrt(s) };
    const evaluate = openShard(kernel, { n: ROWS, p: 1, columns, y, family, approximation, point: [1, 0], ...noise });
    return { name: `rows: ${name}`, work: () => evaluate(VALUE | GRADIENT), count: ROWS, unit: "row" };
  };
  const { none, quadratic, gaussian, exact } = APPROXIMATION;
  return [
    of("gaussian", FAMILY.gaussian, none),
    of("binomial", FAMILY.binomial, none),
    of("poisson", FAMILY.poisson, none),
    of("binomial, quadratic", FAMILY.binomial, quadratic, 1),
    of("poisson, exact", FAMILY.poisson, exact, 1),
    ...[0.01, 0.19, 0.21, 1, 10, 100].map((s) => of(`binomial, expectation at s = ${s}`, FAMILY.binomial, gaussian, s)),
  ];
}

/** Functions that only the testing kernel exports. It is the same code, with assertions. @returns {Promise<Micro[]>} */
async function innerFunctions() {
  const { exports, put, reserve, struct } = await openKernel(TESTING);
  const normal = normals(uniforms(6));
  const etas = Float64Array.from({ length: 1000 }, () => 2 * normal());
  const out = reserve(40);
  /** @param {number} s @returns {Micro} */
  const logisticNormal = (s) => ({
    name: `logisticNormal at s = ${s}`,
    work: () => {
      for (const eta of etas) exports.logisticNormal(eta, s, out);
    },
    count: etas.length,
    unit: "call",
  });
  /** @param {number} d @returns {Micro[]} */
  const cholesky = (d) => {
    const H = put(positiveDefinite(d, normal));
    const L = reserve(8 * d * d);
    const skip = put(new Float64Array(d));
    const x = put(new Float64Array(d).fill(1));
    exports.factor(d, H, L, skip, DEPENDENT);
    return [
      {
        name: `Cholesky, d = ${d}`,
        work: () => exports.factor(d, H, L, skip, DEPENDENT),
        count: 1,
        unit: "factor",
        flops: d ** 3 / 3,
      },
      { name: `solve, d = ${d}`, work: () => exports.solve(d, L, x), count: 1, unit: "solve", flops: 2 * d * d },
    ];
  };
  /** @param {"gram" | "roughGram"} form @param {number} d @returns {Micro} */
  const gram = (form, d) => {
    const n = exports.chunkRows(d, ROWS);
    const Z = put(Float64Array.from({ length: n * d }, () => normal()));
    const room = [struct("Design", {}), reserve(exports.panelBytes(d, n)), put(new Float64Array(n).fill(0.2))];
    const out = [put(new Float64Array(d * d)), reserve(exports.workBytes(n))];
    const work = () => exports[form](d, n, Z, n, ...room, ...out);
    const name = `${form === "gram" ? "Gram" : "Gram in f32"} of one chunk, ${n} x ${d}`;
    return { name, work, count: n * d, unit: "element", flops: n * d * (d + 1) };
  };
  const grams = [51, 201].flatMap((d) => [gram("gram", d), gram("roughGram", d)]);
  return [...grams, ...cholesky(51), ...cholesky(201), ...[0.1, 1, 10].map(logisticNormal)];
}

/** A well-conditioned d x d matrix, by rows. @param {number} d @param {() => number} normal */
function positiveDefinite(d, normal) {
  const H = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < j; k++) H[j * d + k] = (0.3 * normal()) / Math.sqrt(d);
    H[j * d + j] = 1;
  }
  return H;
}

/** @param {Micro} micro */
function measure({ name, work, count, unit, flops, bytes }) {
  const benchmark = new Benchmark(name, work, { maxTime: 0.5, minSamples: 20 });
  benchmark.run({ async: false });
  if (benchmark.error) throw benchmark.error;
  const seconds = spreadOf(benchmark.stats.sample);
  const ns = {
    median: (1e9 * seconds.median) / count,
    low: (1e9 * seconds.low) / count,
    high: (1e9 * seconds.high) / count,
  };
  return {
    name,
    unit,
    ns,
    gflops: flops === undefined ? undefined : flops / seconds.median / 1e9,
    gigabytes: bytes === undefined ? undefined : bytes / seconds.median / 1e9,
  };
}

/** All benchmarks, ready to run. */
export async function openMicros() {
  return [...(await passes()), ...(await familyRows()), ...(await innerFunctions())];
}

/** @param {string} [only]  names to run, as a regular expression */
export async function runMicro(only = "") {
  return (await openMicros()).filter(({ name }) => new RegExp(only).test(name)).map(measure);
}

/** @param {Awaited<ReturnType<typeof runMicro>>} results */
export function microTable(results) {
  const rows = results.map(({ name, unit, ns, gflops, gigabytes }) => [
    name,
    `${digits(ns.median)} ns/${unit}`,
    `${digits(ns.low)}-${digits(ns.high)}`,
    gflops === undefined ? "" : digits(gflops),
    gigabytes === undefined ? "" : digits(gigabytes),
  ]);
  return table(["kernel", "median", "quartiles", "GFLOP/s", "GB/s of X"], rows);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
  console.log(microTable(await runMicro(values.only)));
}
