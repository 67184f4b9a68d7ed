import { fitProblem } from "./call.js";
import { readBack } from "./problem.js";
import { judge } from "./verdict.js";
export function show(line: string) {
  const p = readBack(line);
  const f = fitProblem(p);
  const s = f.model.status;
  console.log(line.slice(0, 300));
  console.log("  ", s.code, s.iterations, s.optimality, s.warnings.map((w) => w.code + ": " + w.message.slice(0, 90)).join(" | "), "F", f.model.objective, "D", f.model.deviance, "theta", f.model.theta, "point", f.point.join());
  for (const x of judge(p).findings) console.log("     ", x.kind, x.way.solver, x.way.start ? "started" : "", x.text.slice(0, 200));
}
