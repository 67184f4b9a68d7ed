// Data of other packages in one line each, and results into them. Copied into the folder in which the packed dropglm is installed, beside
// the packages; prints a line for each, exits with 1 when one fails: node interop.mjs
import { fit, fitSync, Model } from "dropglm";

console.warn = () => {}; // tfjs, of which danfojs brings a second copy, has much to say

const A = [1, 2, 3, 4, 5, 6];
const B = [0.5, -1, 2, 0, 1, 3];
const Y = [1, 3, 2, 6, 4, 9];
const W = [1, 2, 1, 1, 2, 1];
const ROWS = A.map((a, i) => [a, B[i]]);
const RECORDS = A.map((a, i) => ({ a, b: B[i], y: Y[i], w: W[i], kind: a % 2 ? "odd" : "even" }));
const family = "poisson";
const plain = fitSync(ROWS, Y, { family });
const weighted = fitSync(ROWS, Y, { family, weights: W });
const tabled = fitSync("y ~ a + b + kind", RECORDS, { family });

/** @param {any} model @param {any} [want] */
function same(model, want = plain) {
  const [got, expected] = [model, want].map(({ intercept, coefficients }) => [intercept, ...coefficients]);
  const far = expected.findIndex((b, j) => !(Math.abs(b - got[j]) < 1e-9 * Math.max(1, Math.abs(b))));
  if (far >= 0 || got.length !== expected.length) throw new Error(`estimates ${got} instead of ${expected}`);
}

/** @type {Record<string, () => unknown>} */
const LINES = {
  "Arrow: x a table, y and weights its vectors": async () => {
    const { tableFromArrays } = await import("apache-arrow");
    const t = tableFromArrays({ a: A, b: B, y: Y, w: Int32Array.from(W) });
    same(await fit(t.select(["a", "b"]), t.getChild("y"), { family, weights: t.getChild("w") }), weighted);
  },
  "Arrow: a formula": async () => {
    const { tableFromJSON } = await import("apache-arrow");
    same(await fit("y ~ a + b + kind", tableFromJSON(RECORDS), { family }), tabled);
  },
  "Arrow: DECIMAL by its scale, 64-bit integers": async () => {
    const { Decimal, Int64, Table, vectorFromArray } = await import("apache-arrow");
    const halves = B.map((b) => Uint32Array.from([(b * 10) | 0, b < 0 ? -1 : 0, b < 0 ? -1 : 0, b < 0 ? -1 : 0]));
    const b = vectorFromArray(halves, new Decimal(1, 10));
    const y = vectorFromArray(Y.map(BigInt), new Int64());
    same(await fit(new Table({ a: vectorFromArray(A), b }), y, { family }));
  },
  "DuckDB: columns with BIGINT and DECIMAL, as numbers": async () => {
    const { a, b, y } = (await duck()).getColumnsObject();
    same(await fit({ a, b }, y, { family }));
  },
  "DuckDB: rows, by a formula": async () =>
    same(await fit("y ~ a + b + kind", (await duck()).getRowObjects(), { family }), tabled),
  "DuckDB: rows as JavaScript values, by a formula": async () =>
    same(await fit("y ~ a + b + kind", (await duck()).getRowObjectsJS(), { family }), tabled),
  "Polars: a frame, and series for y and weights": async () => {
    const { default: pl } = await import("nodejs-polars");
    const frame = pl.DataFrame({ a: A, b: B, y: Y, w: W });
    same(await fit(frame.select("a", "b"), frame.getColumn("y"), { family, weights: frame.getColumn("w") }), weighted);
  },
  "Polars: a formula": async () => {
    const { default: pl } = await import("nodejs-polars");
    same(await fit("y ~ a + b + kind", pl.readRecords(RECORDS), { family }), tabled);
  },
  "tfjs: tensors": async () => {
    const tf = await import("@tensorflow/tfjs-core");
    await import("@tensorflow/tfjs-backend-cpu");
    same(await fit(tf.tensor2d(ROWS), tf.tensor1d(Y, "int32"), { family, weights: tf.tensor1d(W) }), weighted);
  },
  "tfjs: three dimensions are refused": async () => {
    const tf = await import("@tensorflow/tfjs-core");
    await import("@tensorflow/tfjs-backend-cpu");
    await refused(() => fit(tf.zeros([2, 2, 2]), [0, 1]), "x has 3 dimensions; expected 2, rows and columns");
  },
  "danfojs: a frame, and a series": async () => {
    const { DataFrame } = await import("danfojs").then((all) => all.default ?? all);
    const frame = new DataFrame({ a: A, b: B, y: Y });
    same(await fit(frame.loc({ columns: ["a", "b"] }), frame.column("y"), { family }));
  },
  "danfojs: a formula": async () => {
    const { DataFrame } = await import("danfojs").then((all) => all.default ?? all);
    same(await fit("y ~ a + b + kind", new DataFrame(RECORDS), { family }), tabled);
  },
  "mathjs: matrices, dense and sparse": async () => {
    const { matrix, sparse } = await import("mathjs");
    same(await fit(matrix(ROWS), matrix(Y), { family }));
    same(await fit(sparse(ROWS), matrix(Y), { family, weights: matrix(W) }), weighted);
  },
  "ml-matrix: x, and y as one column": async () => {
    const { Matrix } = await import("ml-matrix");
    same(await fit(new Matrix(ROWS), Matrix.columnVector(Y), { family }));
  },
  "ndarray: x and y": async () => {
    const { default: ndarray } = await import("ndarray");
    same(await fit(ndarray(Float64Array.from(ROWS.flat()), [6, 2]), ndarray(Float64Array.from(Y), [6]), { family }));
  },
  "arquero: a table, and a column": async () => {
    const { table } = await import("arquero");
    const t = table({ a: A, b: B, y: Y });
    same(await fit(t.select("a", "b"), t.array("y"), { family }));
    same(await fit("y ~ a + b", t, { family }));
  },
  "records without a formula are refused with what to do": () =>
    refused(() => fit(RECORDS, Y), 'fit("y ~ age + dose", rows)'),
  "Observable Plot: tidy rows": async () => {
    const { default: Plot } = await import("@observablehq/plot").then((all) => ({ default: all }));
    const { document } = (await import("linkedom")).parseHTML("<html></html>");
    const rows = tabled.tidy();
    const marks = [
      Plot.dot(rows, { x: "estimate", y: "term" }),
      Plot.ruleY(rows, { x1: "confLow", x2: "confHigh", y: "term" }),
    ];
    const svg = Plot.plot({ document, marks }).outerHTML;
    if (!svg.includes("kind[odd]") || svg.split("<circle").length !== rows.length + 1) throw new Error(svg);
  },
  "Vega-Lite: tidy rows": async () => {
    const [{ compile }, vega] = await Promise.all([import("vega-lite"), import("vega")]);
    const { spec } = compile({
      data: { values: tabled.tidy() },
      mark: "point",
      encoding: { x: { field: "estimate", type: "quantitative" }, y: { field: "term", type: "nominal" } },
    });
    const svg = await new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
    if (!svg.includes("kind[odd]")) throw new Error(svg);
  },
  "JSON: predictions as an array": () => {
    const text = JSON.stringify(Array.from(plain.predict(ROWS)));
    if (JSON.parse(text).length !== 6) throw new Error(text);
  },
  "JSON: a model, and the model of it": () => same(Model.fromJSON(JSON.parse(JSON.stringify(plain)))),
};

/** A result of DuckDB with a BIGINT, a DECIMAL and text. */
async function duck() {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const values = RECORDS.map(({ a, b, y, kind }) => `(${a}, ${b}, ${y}, '${kind}')`).join();
  return connection.runAndReadAll(
    `SELECT a::BIGINT AS a, b::DECIMAL(10, 2) AS b, y::HUGEINT AS y, kind FROM (VALUES ${values}) t(a, b, y, kind)`,
  );
}

/** @param {() => unknown} work @param {string} words */
async function refused(work, words) {
  try {
    await work();
  } catch (error) {
    if (error?.name === "GlmError" && error.message.includes(words)) return;
    throw error;
  }
  throw new Error("it was taken");
}

let failures = 0;
for (const [name, line] of Object.entries(LINES)) {
  try {
    await line();
    console.log(`ok     ${name}`);
  } catch (error) {
    failures++;
    console.log(`FAILED ${name}\n       ${error.message}`);
  }
}
process.exitCode = failures === 0 ? 0 : 1;
