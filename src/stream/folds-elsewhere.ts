import type { PathOptions } from "../options/path-types.js";
import type { FoldResult } from "../validation/run-fold.js";
import { haltWhen } from "../workers/halt.js";
import type { Course } from "./course.js";
import { placeOf } from "./far.js";
import type { Given } from "./plan-folds.js";
import type { FoldFitters, FoldTask } from "./task.js";

interface Asked {
  /** Options of the paths of each fold. */
  readonly outers: readonly PathOptions[];
  readonly count: number;
  /** Gets what is found, by folds. */
  readonly found: (readonly FoldResult[])[];
  readonly course: Course;
}

/** Options that are not about rows or folds, but about this call. */
const OF_THE_CALL = ["signal", "timeLimit", "onProgress"];

/** Has folds fitted by others, each of whom reads the source once more for all folds that he is given. What was not found when it is stopped is missing. */
export async function judgeElsewhere(
  { learned }: Given,
  far: FoldFitters,
  { outers, count, found, course }: Asked,
): Promise<void> {
  const { question, fingerprint } = learned;
  const options = Object.fromEntries(Object.entries(question.options).filter(([name]) => !OF_THE_CALL.includes(name)));
  const shared: Omit<FoldTask, "folds"> = {
    ...{ place: placeOf(question.source), formula: question.formula, marks: fingerprint.known, outers },
    options: { ...options, seed: question.seed },
  };
  const each = Math.ceil(count / Math.max(1, await far.count()));
  let isOver = false;
  const ask = async (from: number): Promise<void> => {
    const folds = Array.from({ length: Math.min(each, count - from) }, (_, k) => from + k);
    const results = await far.judge({ ...shared, folds });
    for (const [k, own] of results.entries()) {
      if (isOver) return;
      found[folds[k]!] = own;
      for (const { solution } of own) if (solution !== undefined) course.heard(solution);
    }
  };
  const asked = Promise.all(Array.from({ length: Math.ceil(count / each) }, (_, k) => ask(k * each)));
  await new Promise<void>((resolve, reject) => {
    const ignore = haltWhen(course.watch(), (why) => {
      isOver = true;
      course.stop(why);
      resolve();
    });
    asked.then(() => resolve(), reject).finally(ignore);
  });
}
