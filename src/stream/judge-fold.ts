import { GlmError } from "../base/errors.js";
import type { PathProgress, PathSolution, PathStep } from "../base/flow.js";
import { indicesWhere } from "../base/typed.js";
import type { Watch } from "../driver/run.js";
import type { PathOptions } from "../options/path-types.js";
import { chooseFamily } from "../options/plan.js";
import { fitOptionsOf } from "../options/plan-path.js";
import type { Measure } from "../options/validation-types.js";
import { pointOf } from "../result/fitted-path.js";
import { predictors } from "../result/predict.js";
import { RunningScore } from "../result/score.js";
import { designOf, type Piece } from "../shard/pieces.js";
import type { FoldPlan } from "../validation/folds.js";
import { MEASURES } from "../validation/measures.js";
import { type FoldResult, refusedFold } from "../validation/run-fold.js";
import { placeDesign } from "../wasm/design.js";
import { openScope } from "../wasm/scope.js";
import { type FoldFile, selected, visitRows, writeFold } from "./fold-file.js";
import { solvePath } from "./path.js";
import type { Kept } from "./prepare.js";

/** A fold, and how it is judged. */
export interface Judging {
  readonly plan: FoldPlan;
  readonly fold: number;
  /** Options of its paths, one for each value of the outer axis. */
  readonly outers: readonly PathOptions[];
  readonly measure: Measure;
  readonly clip: number;
  readonly isOver: () => boolean;
  readonly watch: () => Watch<PathProgress>;
  /** Called after every path. */
  readonly next: (solution: PathSolution) => void;
}

/** Fits the paths of a fold, one after the other, and judges all of their steps in one reading. Undefined if it was stopped before. */
export async function judgeFold(ready: Kept<object>, judging: Judging): Promise<FoldResult[] | undefined> {
  const { plan, fold, outers, isOver, watch, next } = judging;
  const file = await writeFold(ready, plan, fold, isOver);
  if (file === undefined) return undefined;
  const solutions: PathSolution[] = [];
  try {
    const refused = refusedOf(ready, file, fold);
    if (refused !== undefined) return outers.map(() => refused);
    const { response } = file;
    const design = { ...ready.design, rows: file.rows };
    for (const options of outers) {
      const family = chooseFamily(fitOptionsOf(options));
      const { reader } = file;
      const hire = ready.checkpoint?.recorded(reader.hire, `fold ${fold}`) ?? reader.hire;
      const { solution } = await solvePath({ design, response, family, hire }, options, watch(), true);
      solutions.push(solution);
      reader.end();
      next(solution);
      if (isOver()) break;
    }
  } finally {
    file.end();
  }
  const { test } = file;
  const found = await scores(ready, judging, solutions, file);
  return solutions.map((solution, k) => ({
    ...{ solution, warnings: [], weight: test.total },
    scores: Float64Array.from(found?.[k] ?? []),
  }));
}

function refusedOf({ family }: Kept<object>, { response, facts, test }: FoldFile, fold: number) {
  const { shares, rowsOfClass } = facts;
  const seen = family.classes === "many" ? [...rowsOfClass.keys()].filter((k) => rowsOfClass[k]!.length > 0) : shares;
  return refusedFold(fold, family, {
    ...{ trained: response.totalWeight, held: test.total, classes: response.classes },
    isSeen: (holds) => seen.some(holds),
  });
}

/** Bytes for each row that is sorted by its predictor: y, weight, a copy of both, of the predictor, and its place. */
const SORTED = 48;
/** Bytes for each step, too. */
const EACH = 8;

/** Refuses to sort more rows than the memory holds. */
export function checkSorted(measure: Measure, rows: number, memory: number): void {
  const least = (SORTED + EACH) * rows;
  if (MEASURES[measure].from !== "auc" || least <= memory) return;
  const wanted = `${Math.ceil(least / 2 ** 20)}MB`;
  const message = `measure "${measure}" sorts the ${rows} rows of a fold, which takes ${least} bytes; memory is ${memory}: set memory: "${wanted}", more folds, or measure: "deviance"`;
  throw new GlmError("NOT_SUPPORTED", message, { measure, rows, memory, least });
}

interface Running {
  readonly step: PathStep;
  readonly score: RunningScore;
}

/** The measure of every step on the rows held out, by solution; undefined if it was stopped. Steps whose predictors must all be kept go some at a time. */
async function scores(
  ready: Kept<object>,
  judging: Judging,
  solutions: readonly PathSolution[],
  { test }: FoldFile,
): Promise<number[][] | undefined> {
  const { measure, clip, outers, isOver } = judging;
  const { of, from } = MEASURES[measure];
  const all: Running[] = solutions.flatMap(({ steps }, outer) => {
    const family = chooseFamily(fitOptionsOf(outers[outer]!));
    return steps.map((step) => ({ step, score: new RunningScore(family, from, clip) }));
  });
  const room = Math.floor((ready.store.memory - SORTED * test.rows) / (EACH * test.rows));
  const together = from === "auc" ? Math.max(1, room) : all.length;
  const found: number[] = [];
  for (let begin = 0; begin < all.length; begin += together) {
    const some = all.slice(begin, begin + together);
    if (!(await addRows(ready, judging, some))) return undefined;
    for (const { score } of some) found.push(of(score.of({ totalWeight: test.total, observations: test.positive })));
    all.fill(undefined as unknown as Running, begin, begin + together); // their predictors are not needed any more
  }
  if (isOver()) return undefined;
  const starts = [0];
  for (const { steps } of solutions) starts.push(starts.at(-1)! + steps.length);
  return solutions.map((_, k) => found.slice(starts[k], starts[k + 1]));
}

/** Adds the rows that a fold holds out to the scores of steps. */
async function addRows({ store, family }: Kept<object>, { plan, fold, isOver }: Judging, running: readonly Running[]) {
  const { scope, end } = openScope();
  const { mark, release } = scope.kernel.exports;
  const visit = (piece: Piece, ids: Int32Array): void => {
    const wanted = indicesWhere(ids.length, (i) => ids[i] === fold);
    if (wanted.length === 0) return;
    const { y, weight, offset, ...rows } = selected(piece, wanted);
    const design = designOf(rows as Piece);
    const base = mark();
    const placed = placeDesign(scope, design);
    for (const { step, score } of running) {
      const position = mark();
      const etas = predictors(scope, placed, design, [pointOf(step, design.columns)], offset, family)[0]!;
      score.add(scope, etas, { y: y!, weight });
      release(position);
    }
    release(base);
  };
  try {
    return await visitRows(store, plan, visit, isOver);
  } finally {
    end();
  }
}
