import type { PathProgress } from "../base/flow.js";
import type { Session } from "../driver/run.js";
import { wholeDesign } from "../input/rows.js";
import { chooseFamily } from "../options/plan.js";
import { fitOptionsOf, planPath } from "../options/plan-path.js";
import { inStep, partnersAtOnce, shareRows } from "../paths/in-step.js";
import { openScope, type Scope } from "../wasm/scope.js";
import { type FoldInput, type FoldResult, foldSession, type Job } from "./run-fold.js";

/** Beyond this many folds hardly any rows are left out by one, and each is small work. */
const MOST_FOLDS = 64;

/** The jobs in pieces: those of a piece go in step, by one thread. All pieces have one job where that gains nothing. */
export function piecesOf(input: FoldInput, jobs: readonly Job[], threads: number): Job[][] {
  const most =
    input.designs !== undefined || input.folds.length > MOST_FOLDS ? 1 : Math.min(...input.outers.map(atOnce));
  const each = Math.min(most, Math.ceil(jobs.length / Math.max(1, threads)));
  return Array.from({ length: Math.ceil(jobs.length / each) }, (_, k) => jobs.slice(k * each, (k + 1) * each));

  function atOnce(options: FoldInput["outers"][number]): number {
    const family = chooseFamily(fitOptionsOf(options));
    const { design, response } = input;
    return partnersAtOnce({ design, response, family }, planPath(options, wholeDesign(design), response, family));
  }
}

/** Kernels for the jobs of a piece; `end` gives all of them back. */
export function openKernels(): { readonly open: () => Scope; readonly end: () => void } {
  const ends: (() => void)[] = [];
  return {
    open: () => {
      const { scope, end } = openScope();
      ends.push(end);
      return scope;
    },
    end: () => {
      for (const end of ends.splice(0)) end();
    },
  };
}

/** The jobs of a piece, each in a kernel of its own; `done` gets each result with the number of its job in the piece. */
export function* pieceSession(
  input: FoldInput,
  jobs: readonly Job[],
  open: () => Scope,
  watched: boolean,
  done: (result: FoldResult, k: number) => void,
): Session<PathProgress, void> {
  if (jobs.length > 1) yield* sideBySide(input, jobs, open, done);
  else done(yield* foldSession(open(), input, jobs[0]!, watched), 0);
}

/** The same in step. */
export function* sideBySide(
  input: FoldInput,
  jobs: readonly Job[],
  open: () => Scope,
  done: (result: FoldResult, k: number) => void,
): Session<PathProgress, void> {
  const { design, response, folds, outers } = input;
  const options = outers[jobs[0]!.outer]!;
  const family = chooseFamily(fitOptionsOf(options));
  const { plan } = planPath(options, wholeDesign(design), response, family);
  const trains = folds.map(({ train }) => train);
  const { rows, joinAs } = shareRows(open(), { design, response, family }, trains, jobs.length, plan);
  const partners = jobs.map((job, k) => ({
    open: () => foldSession(open(), input, job, false, { join: joinAs(k, job.fold) }),
    done: (result: FoldResult) => done(result, k),
  }));
  yield* inStep(rows, partners);
}
