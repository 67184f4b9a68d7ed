import { GlmError } from "../index.js";
import { placeOf } from "./cells.js";
import type { Heading } from "./table.js";

interface Transform {
  readonly apply: (x: number) => number;
  readonly allows: (x: number) => boolean;
  readonly expects: string;
}

/** The transforms of columns, by name. */
const TRANSFORMS = {
  /** log(1 + x): for counts and frequencies with long tails; 0 stays 0, so sparse columns stay sparse. */
  log1p: { apply: Math.log1p, allows: (x: number) => x > -1, expects: "a number > -1" },
} as const satisfies Record<string, Transform>;

export type TransformName = keyof typeof TRANSFORMS;
export const TRANSFORM_NAMES = Object.keys(TRANSFORMS) as TransformName[];

/** Transforms column j of the table, whose numbers are `values`, in place. */
export function transformColumn(
  name: TransformName | undefined,
  table: Heading,
  j: number,
  values: Float64Array,
): void {
  if (name === undefined) return;
  const { apply, allows, expects }: Transform = TRANSFORMS[name];
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!allows(x)) {
      throw new GlmError(
        "OUT_OF_DOMAIN",
        `${placeOf(table, i, j)}: ${x}; --transform ${name} expects ${expects}: leave the column out, or the transform`,
      );
    }
    values[i] = apply(x);
  }
}
