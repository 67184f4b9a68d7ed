import type { DesignInput } from "../input/design.js";
import { matrix } from "../input/matrix.js";
import type { DesignMatrix } from "./design.js";

/** A design as the x of a verb. */
export function designInput({ rows, names, data }: DesignMatrix, _terms: readonly string[]): DesignInput {
  return matrix(data, rows, names.length, "column", names);
}
