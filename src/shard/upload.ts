import { GlmError } from "../base/errors.js";
import type { Design, Plan, Response } from "../base/flow.js";
import { MASK } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { badEntry } from "../input/entry.js";
import { times } from "../input/weights.js";
import { NOISES } from "../noise/index.js";
import { type Placed, placeCopy, placeDesign } from "../wasm/design.js";
import { heldIn } from "../wasm/held.js";
import { outOfMemory, type Scope } from "../wasm/scope.js";
import type { BadEntry } from "./column-look.js";
import { scalesOf } from "./column-scales.js";
import { farColumns, moments, shiftSparse } from "./moments.js";
import { putTermsOf, putTies, termsOf } from "./noise-terms.js";
import { type PlacedPartitions, placePartitions, planPartitions } from "./partitions.js";
import type { Uploaded } from "./uploaded.js";

/** Copies design and response into wasm memory and chooses the solver's coordinates from the column moments. */
export function upload(scope: Scope, design: Design, response: Response, plan: Plan, family: Family): Uploaded {
  const { rows, columns } = design;
  const kernel = scope.kernel.exports;
  const partitions = planPartitions(design);
  const cut = placePartitions(scope, partitions);
  const weight = response.weight === undefined ? 0 : scope.put(response.weight, rows);
  const { placed, mean, sd, center, shifted } = placeLabelled(scope, design, response, plan, cut, weight);
  const others = plan.unlabeled === undefined ? undefined : placeUnlabeled(scope, plan);
  const scale = scalesOf(plan, { mean, sd, center }, others);

  const parameters = uploadParameters(scope, family);
  const noise = putTermsOf(scope, termsOf(plan));
  const shared = {
    columns,
    ...numbersOf(plan, family),
    familyParams: parameters,
    noise,
    noiseCount: plan.noises.length,
    ties: putTies(scope, plan.ties),
    center: scope.put(center),
    scale: scope.put(scale),
  };
  const shares = sharesOf(plan, response);
  const shard = scope.struct("Shard", {
    ...shared,
    rows,
    ...cut,
    center: scope.put(shifted),
    design: placed.struct.at,
    y: scope.put(response.y, rows),
    weight,
    offset: response.offset === undefined ? 0 : scope.put(response.offset, rows),
    labels: 1,
    share: shares.labelled,
  });
  if (!kernel.prepareShard(shard.at, 1)) throw outOfMemory(8 * columns);
  if (plan.unlabeled !== undefined)
    shard.set({ next: uploadUnlabeled(scope, plan, others!, shared, shares.unlabeled) });
  return {
    ...{ scope, shard, rows, center, scale, sd, mean, parameters, partitions },
    ...shapeOf(scope, design, plan, family),
    trials: response.trials,
  };
}

/** Fields of a shard that are numbers, by the plan. */
export function numbersOf(plan: Plan, family: Family) {
  return {
    intercept: Number(plan.intercept),
    classes: plan.classes,
    family: family.id,
    approximation: plan.approximationId,
    mask: plan.mask === "per-class" ? MASK.perClass : MASK.shared,
    copies: plan.copies,
    seed: plan.seed,
  };
}

/** The part that rows with labels, and those without, have in the objective. */
export function sharesOf(plan: Plan, { totalWeight, exponent }: Response): { labelled: number; unlabeled: number } {
  const extra = plan.unlabeled === undefined ? 0 : plan.unlabeled.design.rows * plan.unlabeled.weight;
  const total = times(totalWeight, -exponent); // rows without labels count in units of the given weights
  const labelled = total / (total + extra);
  const k = exponent === 0 ? labelled : totalWeight / (total + extra);
  return { labelled, unlabeled: k * (plan.unlabeled?.weight ?? 0) };
}

/** Numbers of columns and parameters. */
export function shapeOf(scope: Scope, { rows, columns, entries }: Design, plan: Plan, family: Family) {
  const { classes } = plan;
  const block = columns + Number(plan.intercept);
  const parameterBytes = family.parameters === undefined ? 0 : scope.kernel.layouts[family.parameters.struct].size;
  const isSparse = entries.kind === "sparse";
  const count = entries.kind === "sparse" ? entries.count : rows * columns;
  return { columns, classes, block, dimension: classes * block, isSparse, entries: count, parameterBytes };
}

/** The rows with labels in wasm memory, their moments and centers. A kernel that holds x keeps it as it is: rows and columns change in a copy. */
function placeLabelled(
  scope: Scope,
  design: Design,
  { weight: weights }: Response,
  plan: Plan,
  cut: PlacedPartitions,
  weight: number,
) {
  const held = heldIn(scope, design);
  const isCleared = weights?.includes(0) ?? false;
  const copy = (): Placed => placeCopy(scope, design, cut.partCount);
  let placed = held === undefined || isCleared ? copy() : held.placed;
  if (isCleared) clearRows(design, weights!, placed);
  const isKnown = held !== undefined && weights === undefined;
  const { mean, sd } = isKnown ? held.moments : moments(scope, design, placed, cut, weights, weight, "x");
  checkCounts(design, placed, plan, "x");
  const center = plan.intercept ? mean : new Float64Array(design.columns);
  const far = farColumns(design, plan, center, sd);
  if (far.length > 0 && placed === held?.placed) placed = copy();
  return { placed, mean, sd, center, shifted: shiftSparse(placed, far, center) };
}

/** Rows without labels in wasm memory, and their moments. */
interface Unlabeled {
  readonly placed: Placed;
  readonly cut: PlacedPartitions;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

function placeUnlabeled(scope: Scope, plan: Plan): Unlabeled {
  const { design } = plan.unlabeled!;
  const cut = placePartitions(scope, planPartitions(design));
  const placed = placeDesign(scope, design, cut.partCount);
  const found = moments(scope, design, placed, cut, undefined, 0, "unlabeled.x"); // refuses entries that are not finite
  checkCounts(design, placed, plan, "unlabeled.x");
  return { placed, cut, ...found };
}

/** Rows without labels, in the coordinates of the labelled ones. */
function uploadUnlabeled(
  scope: Scope,
  plan: Plan,
  { placed, cut }: Unlabeled,
  shared: Record<string, number>,
  share: number,
): number {
  const { design } = plan.unlabeled!;
  const shard = scope.struct("Shard", {
    ...shared,
    rows: design.rows,
    ...cut,
    design: placed.struct.at,
    y: scope.filled(design.rows, 0),
    labels: 0,
    share,
  });
  if (!scope.kernel.exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * design.columns);
  return shard.at;
}

export function uploadParameters(scope: Scope, family: Family): number {
  const { parameters } = family;
  return parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
}

/** Zero-weight rows are ignored: their finite entries are set to 0, so that they add nothing to a sum. */
function clearRows(design: Design, weight: Float64Array, placed: Placed): void {
  placed.clearRows(
    (i) => weight[i] === 0,
    (i, j, value) => {
      if (!Number.isFinite(value)) throw notFinite(design, { row: i, column: j, value });
    },
  );
}

/** Refuses entries below 0 for noises of counts. */
function checkCounts(design: Design, placed: Placed, plan: Plan, what: string): void {
  for (const { kind, columns } of columnsOfCounts(plan)) {
    for (const j of columns) {
      placed.visit(j, (i, value) => {
        if (!(value >= 0)) throw negativeEntry(design, { row: i, column: j, value }, kind, what);
      });
    }
  }
}

/** Noises of counts, and the columns that they act on. */
export function columnsOfCounts({ noises }: Plan): { readonly kind: string; readonly columns: readonly number[] }[] {
  return noises
    .filter(({ kind }) => NOISES[kind]!.needsCounts)
    .map(({ kind, strengths }) => ({ kind, columns: [...strengths.keys()].filter((j) => strengths[j] !== 0) }));
}

export function negativeEntry(design: Design, { row, column, value }: BadEntry, noise: string, what: string): GlmError {
  const place = `${what}[${row}][${column}] (column ${design.names[column]})`;
  const message = `${place} = ${value}; ${noise} noise expects counts >= 0: use another noise, or none for this column`;
  return new GlmError("OUT_OF_DOMAIN", message, { row, column, value });
}

/** A row of weight 0 has an entry that is not finite. */
export function notFinite(design: Design, { row, column, value }: BadEntry): GlmError {
  return badEntry(`x[${row}][${column}] (column ${design.names[column]})`, value);
}
