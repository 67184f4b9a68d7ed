import { REQUEST } from "../base/ids.js";
import { askShard } from "../shard/exchange.js";
import { subShard } from "../shard/sub-shard.js";
import { askAtPoint, type Watched } from "../shard/task.js";
import { entriesOfColumns, gather, scatter } from "./entries.js";
import type { Fitting, Look } from "./fitting.js";
import { foresee, remember } from "./foreseen.js";
import { viewStrengths } from "./penalize.js";

/** A look reads all columns if more than this part of them is wanted. */
const MANY = 0.3;
/** A bit less than that, because of rounding. */
const SAFE = 0.999;

/**
 * Looks over all columns, but for those that have been read where the point is, or whose slope is below `part` of the kink for certain. If
 * there are others, it reads as many as the next steps of a path will ask for.
 */
export function* look(fitting: Fitting, part = 1): Watched<void> {
  const { task, findings } = fitting;
  const { scope, exchange, state, dimension } = task;
  const isHere = findings.last !== undefined && isSame(state.view("point", dimension), findings.last.point);
  if (!isHere) findings.last = foresee(fitting);
  const last = findings.last!;
  const isEnough = !columnsToRead(fitting, last, part, 1).isAnyNew;
  const isKnown = !Number.isNaN(last.value);
  const wanted =
    isEnough && isKnown
      ? []
      : columnsToRead(fitting, last, isEnough ? part : Math.min(part, partAhead(fitting))).wanted;
  if (wanted.length > MANY * fitting.uploaded.columns) {
    yield* askAtPoint(task, REQUEST.value | REQUEST.gradient);
    last.gradient.set(exchange.view("gradient", dimension)); // a view from before the answer may be out of date
    last.doubt.fill(0);
    remember(fitting, last);
    Object.assign(last, { value: exchange.read("value"), loss: exchange.read("loss") });
  } else if (wanted.length > 0 || !isKnown) readSome(fitting, last, wanted);
  const { value, loss, gradient, point } = last;
  exchange.view("point", dimension).set(point);
  exchange.view("gradient", dimension).set(gradient);
  exchange.set({ value, loss });
  scope.kernel.exports.solverRefresh(state.at);
}

/** The part of the kink from which on the strong rule will ask for columns at the third step of a path from here, if its lambda falls as much as now. */
function partAhead({ before }: Fitting): number {
  return before === undefined ? 1 : Math.min(1, (SAFE * (1 - spareOf(before))) / before ** 3);
}

/** Columns whose coefficient is not 0, which tell the value, and those that have not been read and whose slope may be beyond part of the kink: up to `most` of these. */
function columnsToRead({ uploaded, task }: Fitting, { gradient, doubt }: Look, part: number, most = Infinity) {
  const point = task.state.view("point", uploaded.dimension);
  const { absolute } = viewStrengths(uploaded, task.problem.read("penaltyParams"));
  const least = part * task.problem.read("totalWeight");
  const wanted: number[] = [];
  let count = 0;
  for (let j = 0; j < uploaded.columns && count < most; j++) {
    if (uploaded.scale[j] === 0) continue;
    const isNew = doubt[j]! > 0 && !(Math.abs(gradient[j]!) + doubt[j]! < least * absolute[j]!);
    if (isNew) count++;
    if (isNew || point[j] !== 0) wanted.push(j);
  }
  return { wanted, isAnyNew: count > 0 };
}

/** Value and slopes from some columns, among which are all whose coefficient is not 0. */
function readSome(fitting: Fitting, look: Look, wanted: readonly number[]): void {
  const { task } = fitting;
  const { scope } = task;
  const { mark, release } = scope.kernel.exports;
  const position = mark();
  const entries = entriesOfColumns(fitting, wanted);
  const shard = subShard(scope, task.shard, wanted);
  const at = scope.put(gather(look.point, entries));
  const exchange = askShard(scope, shard, entries.length, REQUEST.value | REQUEST.gradient, { point: at });
  scatter(fitting, exchange.copy("gradient", entries.length), wanted, look.gradient);
  for (const entry of entries) look.doubt[entry] = 0;
  Object.assign(look, { value: exchange.read("value"), loss: exchange.read("loss") });
  task.exchange.set({ passes: task.exchange.read("passes") + 1 });
  release(position);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
  return true;
}

/** The part of the kink that the sequential strong rule leaves: (2 lambda - lambda before) / lambda is the rest. */
export function spareOf(before: number | undefined): number {
  return before === undefined || before >= 2 ? 0 : before - 1;
}
