import { coded } from "../input/coded.js";
import type { DesignInput } from "../input/design.js";
import { withTable } from "../input/of-table.js";
import type { DesignMatrix } from "./design.js";
import type { TermKinds } from "./terms.js";

/** A design, and the rows of the table that it has. */
export interface FramedDesign {
  readonly design: DesignMatrix;
  /** Rows of the table. */
  readonly length: number;
  /** The rows that are used, in their order. */
  readonly rows: Int32Array;
}

/** A design as the x of a verb, with the terms that its columns belong to, and where its rows are in the table if some are left out. */
export function designInput({ design, length, rows: kept }: FramedDesign, terms: TermKinds): DesignInput {
  const { rows, names, blocks, assign } = design;
  const source = kept.length < length ? { rows: length, kept } : undefined;
  const x = coded({ rows, names, blocks }) as unknown as DesignInput & object;
  return withTable(x, { terms: { ...terms, assign }, source });
}

export type MakeDesign = typeof designInput;
