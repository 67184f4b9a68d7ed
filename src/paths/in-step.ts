import type { PathPlan, PathProgress, Plan, Response } from "../base/flow.js";
import type { Report, Session } from "../driver/run.js";
import { type Join as JoinRows, progressOf } from "../fitting/session.js";
import { isWide } from "../minimize/fit-task.js";
import type { Stop } from "../shard/task.js";
import { groupRows, SharedRows, type Whole } from "../shard/together.js";
import type { Scope } from "../wasm/scope.js";

/** One of several sessions whose passes over the rows are answered together. */
export interface Partner<T> {
  readonly open: () => Session<PathProgress, T>;
  /** Called with its result. */
  readonly done: (result: T) => void;
}

/** Below this many entries a pass takes less time than asking for it. */
const LEAST_ENTRIES = 1e5;
/** Bytes that the rows of all who go together may take. */
const MOST_BYTES = 2 ** 28;

/** How many paths on about these rows may go in step, each with a copy of its own: 1 where none gains by it. */
export function partnersAtOnce({ design, family }: Whole, { plan }: PathPlan): number {
  const { rows, columns, entries } = design;
  const dimension = columns + Number(plan.intercept);
  const isPlain = plan.noises.length === 0 && plan.unlabeled === undefined && plan.constraint === undefined;
  const isLikely = isPlain && plan.classes === 1 && !family.estimatesTheta && entries.kind === "dense";
  const bySets = plan.solver === "coordinate-descent" && isWide({ rows, dimension, isSparse: false });
  if (!isLikely || bySets || rows * columns < LEAST_ENTRIES) return 1;
  return Math.max(1, Math.floor(MOST_BYTES / (8 * rows * columns)) - 1);
}

/** For some rows of the whole: what answers for them, once they are in wasm memory. */
export type Join = (response: Response) => JoinRows;

/** Places the rows for `count` partners; `trains` are the rows of every one there is, here or elsewhere. `joinAs` makes the k-th of them the one that has `trains[number]`. */
export function shareRows(
  scope: Scope,
  whole: Whole,
  trains: readonly Int32Array[],
  count: number,
  { intercept }: Plan,
): { readonly rows: SharedRows; readonly joinAs: (k: number, number: number) => Join } {
  const groups = groupRows(whole.design.rows, trains);
  const rows = new SharedRows(scope, whole, groups, { count, intercept });
  const joinAs = (k: number, number: number): Join => {
    return (own) => (uploaded) => rows.join(k, uploaded, own, groups.left[number]!);
  };
  return { rows, joinAs };
}

/**
 * Runs sessions side by side: each until it asks for a pass, then one reading of x answers all of them. Yields after every reading, and after
 * each session that was opened. One that is stopped has its answer first.
 */
export function* inStep<T>(rows: SharedRows, partners: readonly Partner<T>[]): Session<PathProgress, void> {
  const running = new Map<number, Session<PathProgress, T>>();
  let report: Report<PathProgress> = { step: 0, ...progressOf(undefined) };
  let stop: Stop | undefined;
  /** Session k goes on until it waits again, or ends. */
  const goOn = (k: number): void => {
    const work = running.get(k)!;
    let step = work.next(stop);
    while (!step.done && !rows.isWaiting(k)) step = work.next(stop);
    if (!step.done) {
      report = { ...step.value, waiting: undefined };
      return;
    }
    running.delete(k);
    partners[k]!.done(step.value);
  };
  for (const [k, { open }] of partners.entries()) {
    running.set(k, open());
    goOn(k);
    stop = yield report;
    if (stop !== undefined) break;
  }
  while (running.size > 0) {
    rows.answer();
    stop ??= yield report;
    for (const k of [...running.keys()]) goOn(k);
  }
}
