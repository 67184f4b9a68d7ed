import { isVector } from "../base/arrays.js";
import { isMade } from "../input/made.js";
import { isOtherMatrix, otherTable } from "../input/others.js";
import type { TableInput } from "./columns.js";

/** Whether x can be a table: objects, columns by name, Arrow or arquero; not rows of numbers, nor a matrix of any library. */
export function isTable(x: unknown): x is TableInput {
  if (typeof x !== "object" || x === null || ArrayBuffer.isView(x)) return false;
  if (Array.isArray(x)) return x.length === 0 || (typeof x[0] === "object" && x[0] !== null && !isVector(x[0]));
  if (isMade(x)) return false;
  const { kind } = x as { kind?: unknown };
  if ((kind === "matrix" || kind === "sparse" || kind === "prepared") && "rows" in x) return false;
  return otherTable(x) !== undefined || !isOtherMatrix(x);
}
