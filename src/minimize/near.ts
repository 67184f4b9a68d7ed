import { brought } from "../shard/brought.js";
import type { Watched } from "../shard/task.js";
import type { Fitting } from "./fitting.js";

/** The same fit with its rows in this memory, for what looks at them one by one; undefined where they are too many. */
export function* nearFit(fitting: Fitting): Watched<Fitting | undefined> {
  if (fitting.uploaded.crew === undefined) return fitting;
  const uploaded = yield* brought(fitting.uploaded, fitting.response);
  if (uploaded === undefined) return undefined;
  const { shard } = uploaded;
  return { ...fitting, uploaded, task: { ...fitting.task, shard, crew: undefined, view: undefined } };
}
