import { moduleOverShared, moduleOverSharedNow } from "../wasm/load.js";
import { openScope, type Scope } from "../wasm/scope.js";
import { whyNotShared } from "../wasm/shared.js";
import { type Spawn, spawn } from "./spawn.js";
import { Team } from "./team.js";

// A team that has nothing to do is kept for a short time: threads take longer to start than many fits take. Like the instances of
// wasm/load.ts this is no state that a result depends on.

/** Milliseconds. */
const KEEP = 3000;

let idle: Team | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether `openTeam` can be called at once; else after `prepareTeams`. */
export function mayOpenTeam(): boolean {
  return whyNotShared() !== undefined || moduleOverSharedNow() !== undefined;
}

export async function prepareTeams(): Promise<void> {
  if (whyNotShared() === undefined) await moduleOverShared();
}

/** A scope whose questions `count` threads answer; or one for this thread, with the reason. */
export function openTeam(
  count: number,
  start: Spawn = spawn,
): { scope: Scope; end: () => void; why: string | undefined } {
  const why = whyNotShared();
  const module = why === undefined ? moduleOverSharedNow() : undefined;
  if (module === undefined) {
    return { ...openScope(), why: why ?? "the kernel was given as a compiled module, whose memory cannot be shared" };
  }
  const team = take(count, start, module);
  return { ...team.open(() => (start === spawn ? putBack(team) : team.end())), why: undefined };
}

function take(count: number, start: Spawn, module: WebAssembly.Module): Team {
  const kept = idle;
  idle = undefined;
  clearTimeout(timer);
  if (kept !== undefined && kept.count === count && kept.module === module && start === spawn) return kept;
  kept?.end();
  return new Team(module, count, start);
}

function putBack(team: Team): void {
  if (!team.isWhole) {
    team.end();
    return;
  }
  idle?.end();
  idle = team;
  clearTimeout(timer);
  timer = setTimeout(() => {
    idle?.end();
    idle = undefined;
  }, KEEP);
  (timer as { unref?: () => void }).unref?.();
}
