// Fits whose questions several threads answer: those of dist/worker.mjs, over the kernel of the sources.
import { runSync } from "../../src/driver/run.js";
import { session } from "../../src/fitting/session.js";
import { type DesignInput, type FitOptions, Model } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { type ResponseInput, readResponse } from "../../src/input/response.js";
import { chooseFamily, makePlan } from "../../src/options/plan.js";
import { load, moduleOverShared } from "../../src/wasm/load.js";
import { openScope } from "../../src/wasm/scope.js";
import { type Spawn, spawnAt } from "../../src/workers/spawn.js";
import { Team } from "../../src/workers/team.js";

export const spawnBuilt: Spawn = spawnAt(new URL("../../dist/worker.mjs", import.meta.url));

/** A team whose threads are all there. */
export async function teamOf(count: number, spawn = spawnBuilt, patience?: number): Promise<Team> {
  await load();
  const team = new Team((await moduleOverShared())!, count, spawn, patience);
  while (team.present < count) await new Promise((resolve) => setTimeout(resolve, 2));
  return team;
}

/** A fit by a team, or by this thread alone. */
export function fitBy(team: Team | undefined, x: DesignInput, y: ResponseInput, options: FitOptions): Model {
  const family = chooseFamily(options);
  const design = readDesign(x);
  const response = readResponse(y, design.rows, family, options);
  const plan = makePlan(options, design, response, family);
  const { scope, end } = team === undefined ? openScope() : team.open(() => {});
  try {
    const watch = { signal: undefined, timeLimit: undefined, onProgress: undefined };
    const solution = runSync((watched) => session({ scope, design, response, plan, family, watched }), watch);
    return Model.of(solution, design.names, response, plan, family, undefined);
  } finally {
    end();
  }
}
