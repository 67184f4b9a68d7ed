import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { reading } from "../base/keys.js";
import type { TableInput } from "../frame/columns.js";
import { designInput } from "../frame/design-input.js";
import { tables } from "../frame/hook.js";
import { isTable } from "../frame/is-table.js";
import type { Coded } from "../input/coded.js";
import { type DesignInput, readDesign } from "../input/design.js";
import { adopted } from "../input/foreign.js";
import type { Matrix } from "../input/matrix.js";
import type { Prepared } from "../input/prepared.js";
import type { Sparse } from "../input/sparse-matrix.js";
import { dataOf } from "./recognize.js";

/** x with the columns of the fit, in its order; refuses others. */
export function readModelDesign({ names }: { readonly names: readonly string[] }, x: DesignInput): Design {
  return reading("x", () => designOf(names, x));
}

/** The same of a model of a formula that is given a table. */
export function readColumnsOf(
  model: { readonly names: readonly string[]; readonly formula?: unknown },
  x: unknown,
): Design {
  const isOfTable = model.formula !== undefined && isTable(x);
  const { encoding } = isOfTable ? dataOf(model, "model") : { encoding: undefined };
  return readModelDesign(
    model,
    encoding === undefined ? (x as DesignInput) : tables().columnsOfTable(encoding, x as TableInput, designInput),
  );
}

function designOf(names: readonly string[], x: DesignInput): Design {
  const own = typeof x === "object" && x !== null ? (adopted(x, "x") as DesignInput) : x;
  const design = readDesign(own, "x", orderOf(names, own));
  checkColumns(names, design);
  return design;
}

/** Columns by name are matched by name, whatever their order; unnamed ones are taken in their order. */
function orderOf(names: readonly string[], x: DesignInput): readonly string[] | undefined {
  const isRecord = typeof x === "object" && x !== null && !Array.isArray(x) && !ArrayBuffer.isView(x);
  if (!isRecord || names.length === 0) return undefined;
  if (["matrix", "sparse", "coded", "prepared"].includes((x as Matrix | Sparse | Coded | Prepared).kind)) {
    checkOrder(names, (x as Matrix).names);
    return undefined;
  }
  const missing = names.filter((name) => !Object.hasOwn(x, name));
  if (missing.length > 0) {
    throw new GlmError(
      "BAD_SHAPE",
      `x lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")} of the model; it has ${Object.keys(x).join(", ")}`,
      { missing },
    );
  }
  return names;
}

/** A matrix is not reordered: if it has names, they must be the model's, in its order. */
function checkOrder(names: readonly string[], found: readonly string[] | undefined): void {
  if (found === undefined || found.length !== names.length) return;
  const j = found.findIndex((name, k) => name !== names[k]);
  if (j < 0) return;
  const place = `column ${j} of x is "${found[j]}"`;
  throw new GlmError(
    "BAD_SHAPE",
    `${place}; expected "${names[j]}", as in the fit: give the columns in its order, or by name`,
    { column: j },
  );
}

function checkColumns(names: readonly string[], design: Design): void {
  if (design.columns === names.length) return;
  const some = `${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""}`;
  throw new GlmError("BAD_SHAPE", `x has ${design.columns} columns; the model was fitted on ${names.length}: ${some}`, {
    got: design.columns,
    want: names.length,
  });
}
