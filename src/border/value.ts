import { REQUEST } from "../base/ids.js";
import { askAtPoint, type Task } from "../shard/task.js";

/** F at a point, with the current barrier; Infinity outside the domain. The task's point becomes this one. */
export function valueAt(task: Task, point: Float64Array): number {
  const { scope, state, dimension } = task;
  state.view("point", dimension).set(point);
  askAtPoint(task, REQUEST.value | REQUEST.gradient);
  scope.kernel.exports.solverRefresh(state.at);
  const found = state.read("objective");
  return Number.isFinite(found) ? found : Infinity;
}
