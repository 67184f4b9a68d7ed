import type { Label } from "./base/flow.js";
import { multiplierOf, sidesOf, unwhitened, vectorsOf, whitenerOf } from "./existence/sides.js";
import type { FamilyOption } from "./families/index.js";
import { called } from "./frame/called.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable, spread } from "./frame/rows.js";
import type { Called, WithTable } from "./frame/table-options.js";
import { type DesignInput, readDesign } from "./input/design.js";
import { type ResponseInput, readResponse } from "./input/response.js";
import type { LinkName } from "./links/index.js";
import { chooseFamily, makePlan } from "./options/plan.js";
import type { Predictors } from "./result/model.js";
import type { OfFamily, PredictorsOf, Unnamed } from "./result/per-model.js";
import { largestFace } from "./separation/face.js";
import { upload } from "./shard/upload.js";
import { withScopeFor } from "./wasm/held.js";

/** Options of `separation`. */
export interface SeparationOptions {
  /** Default "binomial". */
  readonly family?: FamilyOption | undefined;
  readonly link?: LinkName | undefined;
  /** Rows of weight 0 are ignored; other weights change nothing. */
  readonly weights?: ArrayLike<number> | undefined;
  /** Binomial only: y counts successes. */
  readonly trials?: ArrayLike<number> | undefined;
  /** Default true. */
  readonly intercept?: boolean | undefined;
  /** As in `fit`; it turns the direction. */
  readonly success?: Label | undefined;
}

/** The answer and its proof. Lists of predictors for family "multinomial". */
export interface Separation<K extends Predictors = "one"> {
  /**
   * "none": maximum likelihood has a finite fit, unique up to dependent columns. "complete": some direction moves every row in the
   * direction in which its likelihood rises. "quasi-complete": it moves some rows and does not move the others. "undecided": rounding
   * allowed no proof; this needs columns of very different size.
   */
  readonly kind: "none" | "quasi-complete" | "complete" | "undecided";
  /**
   * u, on the scale of x, with largest coefficient (or intercept) of size 1: (1, x_i)'u is > 0 for the separated rows that may rise
   * (y = 1), < 0 for those that may fall (y = 0), and 0 for all others. Undefined for "none".
   */
  readonly direction:
    | { readonly intercept: K extends "one" ? number : Float64Array; readonly coefficients: K extends "one" ? Float64Array : readonly Float64Array[] }
    | undefined; // biome-ignore format: one per class
  /** Numbers of the rows that the direction moves: no other direction moves more. */
  readonly rows: readonly number[];
  /** Names of the columns with a coefficient in the direction. */
  readonly columns: readonly string[];
  /**
   * m_i, of the shape of y - mu: orthogonal to every column (and to 1, with an intercept), with the sign of y - mu on rows that are
   * not separated, 0 on the others. It proves that no direction separates any of these rows.
   */
  readonly multiplier: K extends "one" ? Float64Array : readonly Float64Array[];
  /** Accuracy of the multiplier: | sum_i m_i x_i | / sum_i | m_i x_i |, on standardized columns. */
  readonly residual: number;
  /** Accuracy of the direction: the least move of a separated row and the greatest of the others, over the greatest of all. */
  readonly margin: number;
  readonly slack: number;
}

const KNOWN = ["family", "link", "weights", "trials", "intercept", "success"] as const;

/** Entries of the direction below this part of the largest, and of the least move, are rounding. */
const NOTHING = 1e-9;

/** An intercept below this part of its terms is a rounded 0. */
const CANCELLED = 64 * Number.EPSILON;

function interceptOf(own: number, beta: Float64Array, center: Float64Array): number {
  const terms = beta.map((v, j) => -v * center[j]!);
  const b = terms.reduce((sum, v) => sum + v, own);
  const size = terms.reduce((sum, v) => sum + Math.abs(v), Math.abs(own));
  return Math.abs(b) > CANCELLED * size ? b : 0;
}

function tidied(direction: Float64Array, margin: number): Float64Array {
  const limit = NOTHING * Math.min(1, margin) * direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return direction.map((v) => (Math.abs(v) > limit ? v : 0));
}

/**
 * Do some columns separate the response, so that maximum likelihood has no finite fit? Decided by linear programming, with a
 * proof in both cases that you can check by hand. With z_i = (1, x_i) and sigma_i = +1 if the loss of row i keeps falling as eta
 * rises (binomial: y = 1), -1 if it falls as eta falls (binomial and poisson: y = 0), exactly one of these exists:
 *
 *   u with sigma_i z_i'u >= 0 for all rows, > 0 for some, and z_i'u = 0 for rows whose loss falls in neither direction;
 *   m with sum_i m_i z_i = 0, and m_i of the sign of sigma_i, not 0, for rows whose loss falls in one direction.
 *
 * In family "multinomial" z_i'(u_y - u_k) takes the place of sigma_i z_i'u, y the class of the row and k any other.
 * A move below 1e-9 (of rows and direction of length 1, in units of the columns' covariance) counts as 0, and columns that a fit
 * treats as dependent on others have no part in the direction.
 *
 * @param formula  As in `fit`. Or numbers: x, then y.
 * @param table    As in `fit`.
 * @param options  See SeparationOptions.
 * @returns  See Separation. In a browser `await load()` first.
 * @throws GlmError as `fit` does for x, y and options.
 *
 * Source: Albert & Anderson (1984), Biometrika 71; Konis (2007), Linear programming algorithms for detecting separated data
 * in binary logistic regression models.
 *
 * @example
 * separation([[1], [2], [3], [4]], [0, 0, 1, 1]).kind;    // "complete"
 */
export function separation<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  formula: string,
  table: TableInput,
  options?: OfFamily<WithTable<SeparationOptions>, F>,
): Separation<PredictorsOf<F>>;
/**
 * The same of numbers.
 *
 * @param x  As in `fit`.
 * @param y  As in `fit`.
 * @param options  See SeparationOptions.
 */
export function separation<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  x: DesignInput,
  y: ResponseInput,
  options?: OfFamily<SeparationOptions, F>,
): Separation<PredictorsOf<F>>;
export function separation(
  x: unknown,
  y: unknown,
  given: SeparationOptions | WithTable<SeparationOptions> = {},
): unknown {
  const asked = called(x, y, given as SeparationOptions, VERB);
  return aboutTable(asked.table, () => separationOf(asked));
}

const VERB = { name: "separation", keys: KNOWN } as const;

function separationOf({ x, y, options, table }: Called<SeparationOptions>): unknown {
  const { weights, trials, intercept = true, link, family: name = "binomial", success } = options;
  const asked = { family: name, link, weights, trials, intercept, ...(success !== undefined && { success }) };
  const family = chooseFamily(asked);
  const design = readDesign(x);
  const response = readResponse(y, design.rows, family, asked);
  const plan = makePlan(asked, design, response, family);
  return withScopeFor(design, (scope) => {
    const uploaded = upload(scope, design, response, plan, family);
    const whitener = whitenerOf(uploaded);
    const sides = sidesOf(uploaded, response, family, whitener);
    const face = largestFace(vectorsOf(uploaded, sides, whitener));
    const { isDecided, moved, weights: w, residual, margin, slack } = face;
    const rows = [...new Set(sides.flatMap(({ row }, t) => (moved[t] === 1 ? [row] : [])))];
    const isMany = family.classes === "many";
    const each = <T>(list: readonly T[]): T | readonly T[] => (isMany ? list : list[0]!);
    const { classes, block, columns, center, scale } = uploaded;
    const blocks = Array.from({ length: classes }, (_, k) => k);
    const direction = tidied(unwhitened(face.direction ?? new Float64Array(classes * block), whitener, block), margin);
    const raw = blocks.map((k) => {
      const theta = direction.subarray(k * block, (k + 1) * block);
      const beta = Float64Array.from({ length: columns }, (_, j) => theta[j]! * scale[j]!);
      return { beta, b: interceptOf(intercept ? theta[columns]! : 0, beta, center) };
    });
    const size = raw.reduce(
      (m, { beta, b }) => beta.reduce((l, v) => Math.max(l, Math.abs(v)), Math.max(m, Math.abs(b))),
      0,
    );
    const intercepts = raw.map(({ b }) => b / size);
    return Object.freeze({
      kind: !isDecided ? "undecided" : rows.length === 0 ? "none" : moved.includes(0) ? "quasi-complete" : "complete",
      direction: face.direction && {
        intercept: isMany ? Float64Array.from(intercepts) : intercepts[0],
        coefficients: each(raw.map(({ beta }) => beta.map((v) => v / size))),
      },
      rows: table === undefined ? rows : rows.map((i) => table.rows[i]!),
      columns: design.names.filter((_, j) => raw.some(({ beta }) => beta[j] !== 0)),
      multiplier: each(
        blocks.map((k) => {
          const own = multiplierOf(sides, w, design.rows, k);
          return table === undefined ? own : spread(own, table.rows, table.length);
        }),
      ),
      residual,
      margin,
      slack,
    });
  });
}
