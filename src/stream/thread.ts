import { type Refusal, refusalOf } from "../base/refusal.js";
import { sqlWithin } from "../source/duckdb.js";
import { file } from "../source/file.js";
import type { Source } from "../source/source.js";
import type { FoldResult } from "../validation/run-fold.js";
import { load } from "../wasm/load.js";
import { type Budget, Holder } from "./holder.js";
import { judgeTask } from "./judge-away.js";
import type { FoldTask, Loaded, Order, Task } from "./task.js";

// A thread that holds rows, or fits folds of a source: what it is told, and what it says.

/** A source that may be opened: its place has been looked at. */
export type Opening =
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "sql";
      readonly query: string;
      readonly settings: Readonly<Record<string, string>>;
      readonly folders: readonly string[];
    };

export type ToRows =
  | { readonly begin: { readonly memory: number; readonly folder: string | undefined } }
  | { readonly id: number; readonly fit: string; readonly load: number; readonly task: Task; readonly opening: Opening }
  | { readonly id: number; readonly fit: string; readonly ask: Order; readonly runs: readonly number[] }
  | { readonly id: number; readonly fit: string; readonly judge: FoldTask; readonly opening: Opening }
  | { readonly drop: string };

export type FromRows =
  | { readonly id: number; readonly loaded: Loaded }
  | { readonly id: number; readonly run: number; readonly answer: unknown }
  /** Nothing more comes. Runs that are not here. */
  | { readonly id: number; readonly lost: readonly number[] }
  | { readonly id: number; readonly judged: readonly (readonly FoldResult[])[] }
  | { readonly id: number; readonly error: Refusal };

interface Port {
  on(event: "message", heard: (message: ToRows) => void): void;
  postMessage(message: FromRows): void;
}

/** Holds rows and answers, and fits folds, until the thread ends. For the workers of `dropglm/cluster`. */
export function serveRows(port: unknown): void {
  const tell = (message: FromRows): void => (port as Port).postMessage(message);
  const holders = new Map<string, Holder>();
  const judging = new Map<string, AbortController>();
  const ready = load();
  let budget: Budget = { memory: 0, kept: 0 };
  let folder: string | undefined;
  const holderOf = (fit: string, task: Task, opening: Opening): Holder => {
    const known = holders.get(fit) ?? new Holder(task, sourceOf(opening), budget, folder);
    holders.set(fit, known);
    return known;
  };
  const judge = async (fit: string, task: FoldTask, opening: Opening): Promise<FoldResult[][]> => {
    const halt = new AbortController();
    judging.set(fit, halt);
    try {
      return await judgeTask(task, sourceOf(opening), { memory: budget.memory, folder, signal: halt.signal });
    } finally {
      judging.delete(fit);
    }
  };
  const hear = async (message: ToRows): Promise<void> => {
    await ready;
    if ("begin" in message) {
      budget = { memory: message.begin.memory, kept: 0 };
      folder = message.begin.folder;
    } else if ("drop" in message) {
      const holder = holders.get(message.drop);
      holders.delete(message.drop);
      judging.get(message.drop)?.abort();
      await holder?.end();
    } else if ("load" in message) {
      const { id, fit, task, opening } = message;
      tell({ id, loaded: await holderOf(fit, task, opening).load(message.load) });
    } else if ("judge" in message) {
      const { id, fit, opening } = message;
      tell({ id, judged: await judge(fit, message.judge, opening) });
    } else {
      const { id, fit, ask, runs } = message;
      const holder = holders.get(fit);
      const own = runs.filter((run) => holder?.has(run));
      if (own.length > 0) await holder!.ask(ask, own, (run, answer) => tell({ id, run, answer }));
      tell({ id, lost: runs.filter((run) => !own.includes(run)) });
    }
  };
  (port as Port).on("message", (message) => {
    hear(message).catch((error) => {
      if ("id" in message) tell({ id: message.id, error: refusalOf(error) });
    });
  });
}

function sourceOf(opening: Opening): Source {
  if (opening.kind === "file") return file(opening.path);
  return sqlWithin(opening.query, opening.settings, opening.folders);
}
