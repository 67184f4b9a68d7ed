import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { show } from "../base/show.js";
import type { Address } from "../base/web.js";
import { openScopeFor } from "../wasm/held.js";
import { mayBeOverShared, moduleOverShared, moduleOverSharedNow } from "../wasm/load.js";
import type { Scope } from "../wasm/scope.js";
import { whyNotShared } from "../wasm/shared.js";
import { type Asked, countWorkers } from "./count.js";
import { spawnHelper } from "./helpers.js";
import type { Spawn } from "./spawn.js";
import { Team } from "./team.js";
import { notStarted, whyNotStarted } from "./trouble.js";

// A team that has nothing to do is kept for a short time: threads take longer to start than many fits take. Like the instances of
// wasm/load.ts this is no state that a result depends on.

/** Milliseconds. */
const KEEP = 3000;

let idle: { readonly team: Team; readonly url: string | URL | undefined } | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Entries of X from which on "auto" takes threads: below, one thread is done before others could help. */
const LEAST = 2e6;

/** Options of verbs that take threads. */
export interface ThreadOptions {
  /** As in `fit`. Synchronous verbs take threads in Node, Deno and Bun; in a page only those that a fit before has started. */
  readonly workers?: Asked;
  /** As in `fit`. */
  readonly workerUrl?: string | Address | undefined;
}

/** A scope whose questions threads answer, if they are asked for and can be had. */
export interface Workplace {
  readonly scope: Scope;
  readonly end: () => void;
  /** Why there is one thread where more were asked for, at the end too; undefined if there are, or if none were. */
  readonly why: () => string | undefined;
  /** The number that was asked for, or that "auto" chose; 0: none. */
  readonly count: number;
  /** Waits until a thread has started. @throws GlmError WORKER_FAILED where none does, and the caller gave the number. */
  readonly settled: () => Promise<void>;
}

/** Whether `openWorkplace` finds threads at once, or cannot find any; else it does after `prepareThreads`. */
export function mayOpenAtOnce({ workers }: ThreadOptions, design: Design, least: number): boolean {
  const isAsked = countWorkers(workers, design, least) > 1;
  return !isAsked || whyNotShared() !== undefined || !mayBeOverShared() || moduleOverSharedNow() !== undefined;
}

export async function prepareThreads(): Promise<void> {
  if (whyNotShared() === undefined) await moduleOverShared();
}

/** `least`: entries of X from which on "auto" takes threads. */
export function openWorkplace(
  { workers, workerUrl }: ThreadOptions,
  design: Design,
  least: number,
  start: Spawn = spawnHelper(workerUrl),
): Workplace {
  if (workerUrl !== undefined && typeof workerUrl !== "string" && !((workerUrl as unknown) instanceof URL)) {
    throw new GlmError("BAD_OPTION", `workerUrl is ${show(workerUrl)}; expected an address: text, or a URL`, {});
  }
  const count = countWorkers(workers, design, least);
  const alone = (why: string | undefined): Workplace => ({
    ...openScopeFor(design),
    why: () => why,
    count,
    settled: async () => {},
  });
  if (count < 2) return alone(undefined);
  const why = whyNotShared();
  if (why !== undefined) return alone(why);
  const module = moduleOverSharedNow();
  if (module === undefined)
    return alone("the kernel is a compiled module, whose memory cannot be shared; give load its address or its bytes");
  let team: Team;
  try {
    team = take(count, start, workerUrl, module);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (workers !== "auto") throw notStarted(reason);
    return alone(whyNotStarted(reason));
  }
  const settled = async (): Promise<void> => {
    const awake = setInterval(() => {}, 1000); // threads do not keep a program alive, but here it waits for one
    const reason = await team.started;
    clearInterval(awake);
    if (reason !== undefined && workers !== "auto") throw notStarted(reason);
  };
  return { ...team.open(() => putBack(team, workerUrl)), why: () => team.trouble, count, settled };
}

/** Work that does not pause, in a workplace. */
export function inWorkplace<T>(asked: ThreadOptions, design: Design, work: (scope: Scope) => T): T {
  const { scope, end } = openWorkplace(asked, design, LEAST);
  try {
    return work(scope);
  } finally {
    end();
  }
}

function take(count: number, start: Spawn, url: string | URL | undefined, module: WebAssembly.Module): Team {
  const kept = idle;
  idle = undefined;
  clearTimeout(timer);
  const isSame = kept?.team.count === count && kept.team.module === module && String(kept.url) === String(url);
  if (isSame) return kept!.team;
  kept?.team.end();
  return new Team(module, count, start);
}

function putBack(team: Team, url: string | URL | undefined): void {
  if (team.trouble !== undefined) {
    team.end();
    return;
  }
  idle?.team.end();
  idle = { team, url };
  clearTimeout(timer);
  timer = setTimeout(() => {
    idle?.team.end();
    idle = undefined;
  }, KEEP);
  (timer as { unref?: () => void }).unref?.();
}
