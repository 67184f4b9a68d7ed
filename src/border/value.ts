import { valueHere } from "../minimize/fit-task.js";
import type { Task, Watched } from "../shard/task.js";

/** F at a point, with the current barrier; Infinity outside the domain. The task's point becomes this one. */
export function* valueAt(task: Task, point: Float64Array): Watched<number> {
  task.state.view("point", task.dimension).set(point);
  return yield* valueHere(task);
}
