import { ASK } from "../base/ids.js";
import { etaAt } from "../shard/eta.js";
import type { Uploaded } from "../shard/uploaded.js";
import { entriesOfColumns, scatter } from "./entries.js";
import type { Earlier, Fitting, Look, WorkingSet } from "./fitting.js";

/** Looks that are remembered. */
const MOST = 2;
/** Of sums over rows, as a part of their terms: more than rounding, and less than a look that is worth remembering adds. */
const ROUNDING = 1e-10;
const NEW = 1e-4;

/**
 * A look before the columns are read. Slopes of columns are sums over the slopes of the rows, g_j = sum_i w_i l'_i z_ij; what earlier looks
 * saw gives most of them, and Cauchy and Schwarz say by how much they may be off:
 *
 *     l' = sum_m a_m q_m + e,    | g_j - sum_m a_m (sum_i w_i q_mi z_ij) |  <=  |z_j| |e|       norms with the weights w
 *
 * so that a column that stays below its kink for certain need not be read. Nothing is known where slopes are not such sums, or
 * the rows are not here.
 */
export function foresee(fitting: Fitting): Look {
  const { task, uploaded, plan, family, findings } = fitting;
  const { scope, shard, rows: n, columns, dimension, scale, sd, mean, center } = uploaded;
  const vector = (): Float64Array => new Float64Array(dimension);
  const { point, gradient, doubt } = findings.last ?? { point: vector(), gradient: vector(), doubt: vector() };
  point.set(task.state.view("point", dimension));
  gradient.fill(0);
  doubt.fill(Infinity);
  const look = { point, value: Number.NaN, loss: Number.NaN, gradient, doubt };
  const isPlain = plan.noises.length === 0 && shard.read("next") === 0 && !family.isBounded && uploaded.classes === 1;
  const isHere = uploaded.crew === undefined && uploaded.basis === undefined;
  if (!isPlain || !isHere || uploaded.isSparse || plan.penalty.groups !== undefined) return look;
  const { familyAnswer, mark, release } = scope.kernel.exports;
  const position = mark();
  const part = partAt(fitting, point);
  const seen = part?.task ?? task;
  const eta = etaAt(scope, seen.shard, seen.state.read("point"));
  const out = scope.f64(5 * n);
  const [y, weight, of, parameters] = (["y", "weight", "family", "familyParams"] as const).map((f) => shard.read(f));
  familyAnswer(of!, ASK.derivatives, parameters!, n, y!, weight!, eta, out, n);
  const slopes = scope.get(out + 8 * n, n);
  release(position);
  const weights = weightsOf(uploaded);
  const rest = slopes.slice();
  split(findings.earlier, weights, rest, gradient, 1);
  const [all, square] = [slopes, rest].map((of) => product(of, of, weights));
  const left = Math.sqrt(task.problem.read("totalWeight")) * (Math.sqrt(square!) + ROUNDING * Math.sqrt(all!));
  if (!(left < Infinity)) return look;
  for (let j = 0; j < columns; j++) {
    const away = mean[j]! - center[j]!;
    doubt[j] = left * scale[j]! * Math.sqrt(sd[j]! * sd[j]! + away * away);
  }
  if (part !== undefined) {
    scatter(fitting, part.task.state.copy("slopes", part.task.dimension), part.kept, gradient);
    for (const entry of entriesOfColumns(fitting, part.kept)) doubt[entry] = 0;
    look.loss = look.value = part.task.state.read("loss");
  }
  return { ...look, slopes };
}

/** The working set, if it has been evaluated at this point, which it describes with fewer columns. */
function partAt(fitting: Fitting, point: Float64Array): WorkingSet | undefined {
  const { part } = fitting.findings;
  if (part === undefined) return undefined;
  const seen = part.task.state.view("seen", part.task.dimension);
  const own = part.task.state.view("point", part.task.dimension);
  const isAt = (entry: number, k: number): boolean => seen[k] === point[entry] && own[k] === point[entry];
  if (!entriesOfColumns(fitting, part.kept).every(isAt)) return undefined;
  return part.isIn.every((isIn, j) => isIn === 1 || point[j] === 0) ? part : undefined;
}

/** Remembers a look over all columns: the latest ones say most. */
export function remember({ findings, uploaded }: Fitting, { slopes, gradient }: Look): void {
  if (slopes === undefined) return;
  const weights = weightsOf(uploaded);
  const known: Earlier[] = [];
  for (const one of [{ slopes, gradient: gradient.slice() }, ...findings.earlier].slice(0, MOST)) {
    const [rest, sums] = [one.slopes.slice(), one.gradient.slice()];
    split(known, weights, rest, sums, -1);
    const square = product(rest, rest, weights);
    if (square > NEW * NEW * product(one.slopes, one.slopes, weights)) known.push({ ...one, rest, sums, square });
  }
  findings.earlier = known;
}

function weightsOf({ scope, shard, rows }: Uploaded): Float64Array | undefined {
  const at = shard.read("weight");
  return at === 0 ? undefined : scope.get(at, rows);
}

/** Takes what earlier looks give of it out of `rest`, and adds `sign` times its sums. */
function split(
  known: readonly Earlier[],
  weights: Float64Array | undefined,
  rest: Float64Array,
  sums: Float64Array,
  sign: number,
): void {
  for (const one of known) {
    const part = product(one.rest, rest, weights) / one.square;
    add(-part, one.rest, rest);
    add(sign * part, one.sums, sums);
  }
}

function product(a: Float64Array, b: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (weights === undefined ? 1 : weights[i]!) * a[i]! * b[i]!;
  return sum;
}

/** to += c a */
function add(c: number, a: Float64Array, to: Float64Array): void {
  for (let i = 0; i < a.length; i++) to[i]! += c * a[i]!;
}
