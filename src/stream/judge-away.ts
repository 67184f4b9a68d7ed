import { GlmError } from "../base/errors.js";
import type { CrossValidationOptions } from "../options/validation-types.js";
import { compareMarks } from "../source/fingerprint.js";
import type { Source } from "../source/source.js";
import type { FoldResult } from "../validation/run-fold.js";
import type { StreamOptions } from "./asked.js";
import { judgeFold } from "./judge-fold.js";
import { type Given, planFoldsOf, VERB } from "./plan-folds.js";
import { withRows } from "./prepare.js";
import type { FoldTask } from "./task.js";

interface Place {
  /** Bytes for rows. */
  readonly memory: number;
  readonly folder: string | undefined;
  readonly signal: AbortSignal;
}

/** Folds of a source for somebody else: its rows are read here as they were there, so that the folds are the same. */
export async function judgeTask(task: FoldTask, source: Source, place: Place): Promise<FoldResult[][]> {
  const { signal } = place;
  const options = { ...task.options, ...place } as CrossValidationOptions & StreamOptions;
  const judging = {
    outers: task.outers,
    isOver: () => signal.aborted,
    watch: () => ({ signal, timeLimit: undefined, onProgress: undefined }),
    next: () => {},
  };
  const verb = { ...VERB, isStopped: () => false };
  return withRows(task.formula, source, options, verb, async (ready) => {
    compareMarks(ready.learned.fingerprint.known, task.marks, source.name);
    const { measure, clip, plan } = planFoldsOf(ready as Given);
    const none = task.folds.find((fold) => fold >= plan.count);
    if (none !== undefined)
      throw new GlmError("BAD_VALUE", `there is no fold ${none}; expected one below ${plan.count}`);
    const found: FoldResult[][] = [];
    for (const fold of task.folds) {
      const own = await judgeFold(ready as Given, { ...judging, measure, clip, plan, fold });
      signal.throwIfAborted();
      found.push(own!);
    }
    return found;
  });
}
