import type { CodedColumns, Design, WeightType } from "../base/flow.js";
import { indicesWhere } from "../base/typed.js";
import type { Family } from "../families/index.js";
import { type AppliedFrame, applyFrame } from "../frame/apply.js";
import { designInput } from "../frame/design-input.js";
import type { Encoding } from "../frame/encoding.js";
import { readRoles, rowOptions } from "../frame/roles.js";
import { aboutTable } from "../frame/rows.js";
import { termKinds } from "../frame/terms.js";
import { readDesign } from "../input/design.js";
import { type RowVectors, readRows } from "../input/response.js";
import { type Group, tableOf } from "../source/groups.js";
import type { Written } from "./layout.js";
import { rawOutcome } from "./outcome.js";

// One partition: some rows of a source by the encoding of a fit. What its y means, all rows together say.

/** How partitions are encoded. */
export interface Recipe {
  readonly encoding: Encoding;
  readonly family: Family;
  /** Options of the fit; those of one value per row are names of columns. */
  readonly options: object;
}

export interface Partition {
  readonly written: Written;
  /** The rows of the source that are in use, and the places in the group of those that are not. */
  readonly rows: Int32Array;
  readonly omitted: Int32Array;
  readonly hasTrials: boolean;
  /** Weights as given; those that are `written` are times trials. */
  readonly weightType: WeightType;
  readonly weights: Float64Array | undefined;
  /** Options of one value per row. */
  readonly options: Readonly<Record<string, unknown>>;
}

export function encodePartition({ encoding, family, options }: Recipe, group: Group): Partition {
  const { first, length } = group;
  const whole = Int32Array.from({ length }, (_, i) => first + i);
  const found = aboutTable({ rows: whole, words: {} }, () => {
    const table = tableOf(group);
    const roles = readRoles(table, options);
    return {
      roles,
      frame: applyFrame(encoding, table, { unseen: "never", response: true, beside: roles.vectors }),
    };
  });
  const { frame, roles } = found;
  const { rows } = frame;
  const label = encoding.response!.label;
  const own = rows.map((i) => first + i);
  const picked = rowOptions(roles, rows, frame.offset);
  const vectors = aboutTable({ rows: own, words: { ...roles.columns, y: label } }, () =>
    vectorsOf(frame, label, family, { ...options, ...picked } as RowVectors),
  );
  const { y, trials, weight, offset, weightType, weights } = vectors;
  const blocks = blocksOf(frame, encoding);
  return {
    written: {
      rows: rows.length,
      blocks,
      vectors: { y, ...(weight && { weight }), ...(trials && { trials }), ...(offset && { offset }) },
    },
    ...{ rows: own, omitted: leftOut(rows, length), hasTrials: trials !== undefined, weightType, weights },
    options: picked,
  };
}

/** The columns of x in their blocks. */
export function blocksOf(frame: AppliedFrame, encoding: Encoding): readonly CodedColumns[] {
  if (frame.rows.length === 0) return frame.design.blocks;
  const { entries } = readDesign(designInput(frame, termKinds(encoding)));
  return (entries as Extract<Design["entries"], { kind: "coded" }>).blocks;
}

function vectorsOf(frame: AppliedFrame, label: string, family: Family, options: RowVectors) {
  const { y, trials, hasTrials } = rawOutcome(frame.response!, label);
  const weights = options.weights as ArrayLike<number> | undefined;
  const counted = hasTrials === undefined ? weights : hasTrials.map((has, i) => has * (weights?.[i] ?? 1));
  const own = { ...options, weights: counted, trials: trials ?? options.trials };
  return { y, ...readRows(y, family, own) };
}

function leftOut(rows: Int32Array, length: number): Int32Array {
  if (rows.length === length) return NONE;
  const isIn = new Uint8Array(length);
  for (const i of rows) isIn[i] = 1;
  return indicesWhere(length, (i) => isIn[i] === 0);
}

const NONE = new Int32Array(0);

/** Row i of those that are not left out. */
export function nth(omitted: Int32Array, i: number): number {
  let row = i;
  for (const out of omitted) if (out <= row) row++;
  return row;
}
