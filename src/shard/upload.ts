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
import { scalesOf } from "./column-scales.js";
import { farColumns, moments, shiftSparse } from "./moments.js";
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
  const noise = uploadNoises(scope, plan);
  const shared = {
    columns,
    intercept: Number(plan.intercept),
    classes: plan.classes,
    family: family.id,
    familyParams: parameters,
    approximation: plan.approximationId,
    mask: plan.mask === "per-class" ? MASK.perClass : MASK.shared,
    copies: plan.copies,
    seed: plan.seed,
    noise,
    noiseCount: plan.noises.length,
    ties: putTies(scope, plan.ties),
    center: scope.put(center),
    scale: scope.put(scale),
  };
  const extra = plan.unlabeled === undefined ? 0 : plan.unlabeled.design.rows * plan.unlabeled.weight;
  const { totalWeight, exponent } = response;
  const total = times(totalWeight, -exponent); // rows without labels count in units of the given weights
  const k = total / (total + extra);
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
    share: k,
  });
  if (!kernel.prepareShard(shard.at, 1)) throw outOfMemory(8 * columns);
  if (plan.unlabeled !== undefined)
    shard.set({
      next: uploadUnlabeled(scope, plan, others!, shared, exponent === 0 ? k : totalWeight / (total + extra)),
    });
  const block = columns + Number(plan.intercept);
  const dimension = plan.classes * block;
  const isSparse = design.entries.kind === "sparse";
  const { classes } = plan;
  const parameterBytes = family.parameters === undefined ? 0 : scope.kernel.layouts[family.parameters.struct].size;
  return {
    ...{ scope, shard, rows, columns, classes, block, dimension, center, scale, sd, mean, isSparse },
    ...{ parameters, parameterBytes, partitions },
  };
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
  k: number,
): number {
  const { design, weight } = plan.unlabeled!;
  const shard = scope.struct("Shard", {
    ...shared,
    rows: design.rows,
    ...cut,
    design: placed.struct.at,
    y: scope.filled(design.rows, 0),
    labels: 0,
    share: k * weight,
  });
  if (!scope.kernel.exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * design.columns);
  return shard.at;
}

function uploadParameters(scope: Scope, family: Family): number {
  const { parameters } = family;
  return parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
}

/** Zero-weight rows are ignored: their finite entries are set to 0, so that they add nothing to a sum. */
function clearRows(design: Design, weight: Float64Array, placed: Placed): void {
  placed.clearRows(
    (i) => weight[i] === 0,
    (i, j, value) => {
      if (!Number.isFinite(value)) throw badEntry(`x[${i}][${j}] (column ${design.names[j]})`, value);
    },
  );
}

/** Refuses entries below 0 for noises of counts. */
function checkCounts(design: Design, placed: Placed, plan: Plan, what: string): void {
  for (const noise of plan.noises) {
    if (!NOISES[noise.kind]!.needsCounts) continue;
    for (let j = 0; j < design.columns; j++) {
      if (noise.strengths[j] === 0) continue;
      placed.visit(j, (i, value) => {
        if (value >= 0) return;
        const place = `${what}[${i}][${j}] (column ${design.names[j]})`;
        const message = `${place} = ${value}; ${noise.kind} noise expects counts >= 0: use another noise, or none for this column`;
        throw new GlmError("OUT_OF_DOMAIN", message, { row: i, column: j, value });
      });
    }
  }
}

/** The noise terms of a plan. */
export function uploadNoises(scope: Scope, plan: Plan): number {
  if (plan.noises.length === 0) return 0;
  return placeTerms(
    scope,
    plan.noises.map((noise) => ({
      kind: noise.id,
      strengths: scope.put(noise.strengths, plan.penalty.square.length),
      isTied: Number(plan.ties !== undefined && NOISES[noise.kind]!.multiplies === true),
    })),
  );
}

/** A NoiseTerm struct: numbers and addresses. */
export interface PlacedNoise {
  readonly kind: number;
  readonly strengths: number;
  /** 1: it follows the ties of the shard. */
  readonly isTied: number;
}

/** Which columns are noised together, in wasm memory; 0 for none. */
export function putTies(scope: Scope, ties: Int32Array | undefined): number {
  if (ties === undefined) return 0;
  const at = scope.reserve(4 * ties.length);
  scope.indices(at, ties.length).set(ties);
  return at;
}

/** An array of NoiseTerm structs. */
export function placeTerms(scope: Scope, terms: readonly PlacedNoise[]): number {
  const { size, fields } = scope.kernel.layouts.NoiseTerm;
  const at = scope.reserve(size * terms.length);
  const memory = new DataView(scope.kernel.exports.memory.buffer, at, size * terms.length);
  terms.forEach((term, k) => {
    memory.setInt32(k * size + fields.get("kind")!.offset, term.kind, true);
    memory.setUint32(k * size + fields.get("strengths")!.offset, term.strengths, true);
    memory.setInt32(k * size + fields.get("isTied")!.offset, term.isTied, true);
  });
  return at;
}
