import type { PathProgress, PathSolution, Progress } from "../base/flow.js";
import type { Watch } from "../driver/run.js";
import type { CrossValidation } from "../index.js";
import { endOf } from "../validation/asked.js";
import { IDLE } from "../workers/halt.js";
import type { Given } from "./plan-folds.js";

/** How far a cross-validation is, and why it ended. */
export class Course {
  end: CrossValidation["end"] = "complete";
  readonly #ready: Given;
  readonly #begun = performance.now();
  readonly #paths: number;
  #done = 0;

  constructor(ready: Given, paths: number) {
    this.#ready = ready;
    this.#paths = paths;
  }

  readonly isOver = (): boolean => {
    const { signal } = this.#ready;
    if (this.end === "complete" && signal?.aborted) this.end = "aborted";
    if (this.end === "complete" && this.#left() === 0) this.end = "time-limit";
    return this.end !== "complete";
  };

  /** After a path. */
  readonly next = (solution: PathSolution): void => {
    this.#done++;
    this.end = endOf(solution) ?? this.end;
  };

  /** Ends it, if nothing has before. */
  readonly stop = (why: "aborted" | "time-limit"): void => {
    if (this.end === "complete") this.end = why;
  };

  /** After a path by others. */
  readonly heard = (solution: PathSolution): void => {
    this.next(solution);
    this.watch().onProgress!({ ...IDLE, elapsed: performance.now() - this.#begun });
  };

  readonly watch = <P extends Progress = PathProgress>(): Watch<P> => {
    const { signal, listener, rowsRead, cut } = this.#ready;
    const place = { path: this.#done, paths: this.#paths };
    const about = { phase: "fitting", total: cut.rows } as const;
    const onProgress = (now: P): void => listener.tell({ ...now, ...place, ...about, rows: rowsRead() });
    return { signal, timeLimit: this.#left(), onProgress };
  };

  #left(): number | undefined {
    const { timeLimit } = this.#ready.options;
    return timeLimit === undefined ? undefined : Math.max(0, timeLimit - (performance.now() - this.#begun));
  }
}
