// The four models along their axes: none to much, with the same folds for all of them.
import { load } from "dropglm";
import type { Compared, Spec, Track } from "../messages.js";
import { approximationsFor, quotedName } from "../spec.js";
import { lightRidge } from "./fit.js";
import type { Held } from "./held.js";
import { measureFor } from "./judge.js";
import { planOf } from "./plan.js";
import { planeOf } from "./plane.js";
import { noiseOf, problemOf } from "./problem.js";
import { scaleOf } from "./scales.js";
import type { Step } from "./step.js";
import { checkWanted, type Tools } from "./tools.js";
import { atStrength, largestLambda, stepsOver, trackOf, unpenalized } from "./tracks.js";

type Plane = readonly [string, string];

export async function compared(held: Held, asked: Spec, plane: Plane | undefined, tools: Tools): Promise<Compared> {
  await load();
  const spec = plane === undefined ? asked : inPlane(asked, plane);
  const problem = problemOf(held, { ...spec, noise: "none", penalty: "none" });
  tools.tell("fitting four models", 0);
  const plan = planOf(problem, spec);
  const { tell } = tools;
  const along = (from: number, to: number, text: string): Tools => ({
    ...tools,
    tell: (_, part = 0) => tell(text, from + (to - from) * part),
  });
  const model = await unpenalized(plan, along(0, 0.05, "maximum likelihood"));
  const { code } = model.status;
  const exists = code !== "separated" && code !== "diverged" && model.names.length < plan.rows;
  const light = lightRidge(plan.rows);
  const first = await atStrength(plan, exists ? 0 : light, along(0.05, 0.1, "maximum likelihood"));
  const scale = scaleOf(plan, model);
  const begin: readonly Step[] = exists ? [first] : [];
  const said = plan.note === undefined ? "" : `; ${plan.note}`;
  const tracks: Track[] = [trackOf("maximum likelihood", [first], scale, maximumStatus(exists, light, spec) + said)];
  for (const [k, penalty] of (["ridge", "lasso"] as const).entries()) {
    const part = along(0.1 + 0.3 * k, 0.4 + 0.3 * k, penalty);
    const largest = await largestLambda(plan, penalty, part);
    const steps = await stepsOver(plan, { penalty, lambdas: plan.lambdasTo(largest) }, part);
    tracks.push(trackOf(penalty, [...begin, ...steps], scale, endOf(steps) + said));
    checkWanted(tools);
  }
  if (canDrop(spec)) {
    const noise = noiseOf({ ...spec, noise: "dropout" }, 0.5)!;
    // the quadratic form alone may have no minimum where maximum likelihood has none
    const beside = exists ? undefined : light;
    const steps = await stepsOver(plan, { noise, rates: plan.rates, beside }, along(0.7, 1, "dropout"));
    const ridge = beside === undefined ? "" : `, beside a light ridge (lambda ${beside})`;
    // without noise there is maximum likelihood, or the light ridge beside which noise begins
    tracks.push(trackOf("dropout", [{ ...first, strength: 0 }, ...steps], scale, endOf(steps) + ridge + said));
  }
  const drawn = plane === undefined ? undefined : planeOf(held, spec, plane, model, scale);
  return {
    measure: measureFor(spec).name,
    names: scale.names,
    tracks,
    ...(drawn === undefined ? {} : { plane: drawn }),
  };
}

/** The same response by two columns. */
function inPlane(spec: Spec, plane: Plane): Spec {
  const formula = `${quotedName(spec.response)} ~ ${plane.map(quotedName).join(" + ")}`;
  return { ...spec, formula, predictors: plane, missing: "omit" };
}

/** Whether dropout can be averaged by a formula; a path of random copies would take minutes. */
const canDrop = ({ family, link }: Spec): boolean =>
  !approximationsFor(family, link, "dropout").includes("monte-carlo");

function maximumStatus(exists: boolean, light: number, spec: Spec): string {
  const none = exists ? "converged" : `no finite fit: a light ridge (lambda ${light}) is shown in its place`;
  return canDrop(spec) ? none : `${none}; dropout is left out: its average has no formula for this family and link`;
}

function endOf(steps: readonly Step[]): string {
  const bad = steps.filter(({ code }) => code !== "converged").length;
  return bad === 0 ? "converged" : `${bad} of ${steps.length} steps have not converged`;
}
