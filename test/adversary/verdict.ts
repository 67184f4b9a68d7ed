import { GlmError } from "../../src/index.js";
import { type Fitted, fitProblem, predictions, type Way } from "./call.js";
import { isFragile, isOutOfSight } from "./fragile.js";
import { solversFor } from "./generate.js";
import { PAIRS, type Pair, sub } from "./judge/arithmetic.js";
import { SAME } from "./judge/basis.js";
import { Case, pointFrom } from "./judge/case.js";
import { isAllowed, isHeld, isWithinBounds, withinBall } from "./judge/constraints.js";
import { isInside } from "./judge/interior.js";
import { isBlurred, type Scale } from "./judge/measure.js";
import type { Objective } from "./judge/objective.js";
import { type Recession, recessionOf } from "./judge/recession.js";
import { nullDeviation } from "./null-deviance.js";
import { type Problem, rowsOf } from "./problem.js";
import { isRefusable } from "./refusals.js";
import { BALL_SLACK, PERFECT, ROUNDINGS, STEP_LEFT } from "./tolerances.js";

// Fits a problem in several ways and compares the results with the judge.

export interface Finding {
  readonly kind: string;
  readonly text: string;
  readonly way: Way;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** Events that are no faults, with counts: "status converged", "better minimum", ... */
  readonly counts: readonly string[];
}

/** One fit, with what the judge knows about it. */
export interface Judged extends Fitted {
  readonly way: Way;
  readonly at: readonly Pair[];
  readonly F: Pair;
  readonly scale: Scale;
  readonly case: Case;
}

export function judge(problem: Problem): Verdict {
  const findings: Finding[] = [];
  const counts: string[] = [];
  const cases = new Map<number | undefined, Case>();
  const caseOf = (theta: number | undefined): Case => {
    const key = problem.form.theta === "estimate" ? theta : undefined;
    if (!cases.has(key)) cases.set(key, new Case(problem, key));
    return cases.get(key)!;
  };
  const fits: Judged[] = [];
  const run = (way: Way): Judged | undefined => {
    const report = (kind: string, text: string): void => void findings.push({ kind, text, way });
    let fitted: Fitted;
    try {
      fitted = fitProblem(problem, way);
    } catch (error) {
      if (!(error instanceof GlmError)) report("exception", String((error as Error).stack ?? error).slice(0, 300));
      else if (!isRefusable(problem, error)) report("refused", `${error.code}: ${error.message}`);
      else counts.push(`refused ${error.code}`);
      return undefined;
    }
    const { model, point } = fitted;
    counts.push(`status ${model.status.code}`);
    if (!point.every(Number.isFinite)) {
      report("not-finite", `coefficients ${point}`);
      return undefined;
    }
    const known = caseOf(model.theta);
    const at = pointFrom(point);
    const judged = { model, point, way, at, F: known.value(at, BALL_SLACK), scale: known.scale(at), case: known };
    checkNumbers(problem, judged, report);
    return judged;
  };
  const done = new Set<string>(); // "auto" is one of the others
  for (const way of waysOf(problem)) {
    const name = `${way.solver} ${way.storage}`;
    if (done.has(name)) continue;
    const fitted = run(way);
    if (fitted === undefined) continue;
    fits.push(fitted);
    if (way.start === undefined) done.add(name).add(`${fitted.model.status.solver} ${way.storage}`);
  }
  const first = fits[0];
  if (first !== undefined && rowsOf(problem) < 1000) {
    const again = run({ solver: problem.solver, storage: storageOf(problem), start: startOf(problem, first) });
    if (again !== undefined) fits.push({ ...again, way: { ...again.way } });
  }
  for (const known of new Set(fits.map((fit) => fit.case))) {
    judgeTogether(
      problem,
      known,
      fits.filter((fit) => fit.case === known),
      findings,
      counts,
    );
  }
  return { findings, counts };
}

/** As the problem says, then by every solver with plain rows from no start. */
function waysOf(problem: Problem): Way[] {
  const plain = rowsOf(problem) < 1000 ? ["auto", ...solversFor(problem)] : solversFor(problem).slice(0, 1);
  const storage = storageOf(problem);
  return [
    { solver: problem.solver, storage: problem.storage, start: problem.start },
    ...plain.map((solver) => ({ solver, storage })),
  ];
}

/** Plain rows, unless numbers kept in 32 bits take columns for the same that others tell apart. */
function storageOf(problem: Problem): string {
  const isApart = problem.storage.startsWith("32") && new Case(problem).basis.most > SAME;
  return isApart || rowsOf(problem) >= 1000 ? problem.storage : "rows";
}

function startOf(problem: Problem, { point }: Fitted): Problem["start"] {
  const block = (problem.x[0]?.length ?? 0) + 1;
  if (problem.form.family !== "multinomial") return { intercept: point[0]!, coefficients: point.slice(1) };
  const parts = Array.from({ length: point.length / block }, (_, k) => point.slice(k * block, (k + 1) * block));
  return { intercept: parts.map((v) => v[0]!), coefficients: parts.map((v) => v.slice(1)) };
}

type Report = (kind: string, text: string) => void;

/** e^x is known to x roundings, where x has several terms. */
const byExponent = (size: number): number => (size > 1 ? Number.EPSILON * Math.log(size) * size : 0);

/** Least squares by sums of products: what is left of y'Wy is known to some roundings of y'Wy. */
function squares({ form, lossRows }: Objective): number {
  if (form.family !== "gaussian" || form.link !== "identity") return 0;
  return 4 * Number.EPSILON * lossRows.reduce((sum, { c, y, o }) => sum + 0.5 * c * (y - o) ** 2, 0);
}

/** Objective and deviance as the formulas have them at the point reported; bounds and ball kept; predictions finite. */
function checkNumbers(problem: Problem, fit: Judged, report: Report): void {
  const { model, F, scale, at } = fit;
  const { objective } = fit.case;
  const isIntegrated = objective.noise !== undefined && !objective.noise.isPaired;
  const isEstimated = problem.form.theta === "estimate"; // theta is found to 1e-11 of itself
  const isFarOut = model.status.code !== "converged";
  const less = (isIntegrated ? 1e-9 : 0) + (isEstimated ? 1e-10 : 0) + (isFarOut ? 1e-7 : 0);
  const summed = 1 + rowsOf(problem) / 2048; // n terms added up in chunks
  const tolerance =
    summed * ROUNDINGS * (scale.size + scale.sloped) +
    scale.curved +
    less * scale.size +
    (isIntegrated ? 1e-14 : 0) +
    squares(objective) +
    byExponent(scale.size);
  const hasBegun = model.status.warnings.every(({ code }) => code !== "not-finite");
  if (hasBegun && !(isAllowed(objective, at, BALL_SLACK) && isWithinBounds(objective, at)))
    report("not-allowed", `point ${fit.point}`);
  if (!hasBegun) return; // the point is the start; judgeTogether asks whether there is a better one
  const isOutside = !Number.isFinite(model.objective) && !isInside(objective, at); // a limit on the border is none of its values
  const isReserved = model.status.warnings.some(({ code }) => code === "precision"); // rounding decides what rows are worth
  const reserved = isReserved ? "-reserved" : "";
  if (Number.isFinite(F.h) && !isOutside) {
    const off = Math.abs(sub(PAIRS.of(model.objective), F).h);
    if (!(off <= tolerance))
      report(`objective${reserved}`, `reported ${model.objective}, by the formula ${F.h}, tolerance ${tolerance}`);
  } else if (
    Number.isFinite(model.objective) &&
    isAllowed(objective, at, BALL_SLACK) &&
    !Number.isNaN(F.h) &&
    !isBlurred(objective, at)
  ) {
    report("objective", `reported ${model.objective}, by the formula ${F.h}`);
  }
  if (!Number.isFinite(F.h) || isOutside) return;
  const { D, size } = fit.case.deviance(at);
  const plain = fit.case.plainScale(at);
  const W = objective.W;
  const allowed =
    4 * W * summed * ((ROUNDINGS + less) * (plain.size + plain.sloped) + plain.curved) + (4 * ROUNDINGS + less) * size;
  if (Number.isFinite(D.h) && objective.W > 1e-290 && !(Math.abs(model.deviance - D.h) <= allowed))
    report(`deviance${reserved}`, `reported ${model.deviance}, by the formula ${D.h}, tolerance ${allowed}`);
  const { form } = problem;
  const isKnown = !form.quasi && form.family !== "tweedie";
  const isPerfect = D.h <= allowed; // at a deviance of 0 the density of a free dispersion has no bound
  if (
    model.status.code === "converged" &&
    isKnown &&
    !isPerfect &&
    !Number.isFinite(model.logLikelihood) &&
    Number.isFinite(D.h)
  )
    report("likelihood", `log-likelihood ${model.logLikelihood} at deviance ${D.h}`);
  const isWeighed = (i: number): boolean => objective.weight[i % problem.y.length]! > 0;
  const isSampled = problem.approximation === "monte-carlo"; // then only the copies have to be in the domain
  if (!isSampled && !isReserved && predictions(problem, model).some((mu, i) => isWeighed(i) && Number.isNaN(mu)))
    report("prediction", "a mean is NaN");
}

/**
 * The decrease of F from a fit with columns that are equal below the tested precision (judge/basis.ts). The point of another solver may
 * differ along them, so the judge starts at the fit itself. Otherwise nothing can be tested.
 */
function fallWithin(known: Case, { at, F }: Judged, unit: number): number {
  if (!(known.basis.most > SAME)) return Infinity;
  return known.search([at], unit, false).reduce((most, found) => Math.max(most, sub(F, found.F).h), 0);
}

function judgeTogether(
  problem: Problem,
  known: Case,
  fits: readonly Judged[],
  findings: Finding[],
  counts: string[],
): void {
  const { objective } = known;
  const usable = fits.filter(({ F }) => Number.isFinite(F.h));
  const witnesses = usable.map(({ at }) => withinBall(objective, at)).map((at) => ({ at, F: known.value(at) }));
  const least = <T extends { F: Pair }>(list: readonly T[]): T => list.reduce((m, f) => (sub(f.F, m.F).h < 0 ? f : m));
  const claims = fits.filter(({ model }) => model.status.code === "converged");
  const best = usable.length === 0 ? undefined : least(usable);
  const isIntegrated = objective.noise !== undefined && !objective.noise.isPaired;
  const unit = best === undefined ? 1 : Math.max(best.scale.unit, 1e-300);
  const isSettled = known.isConvex && claims.length === fits.length; // then one start of the judge is enough
  const from = best === undefined ? [] : [best.at];
  const found = known.isConvex || claims.length > 0 ? known.search(from, unit, !isSettled) : [];
  const pool: { at: readonly Pair[]; F: Pair }[] = [...witnesses.filter(({ F }) => Number.isFinite(F.h)), ...found];
  const lowest = pool.length === 0 ? undefined : least(pool);
  const lowestScale = lowest === undefined ? undefined : known.scale(lowest.at);
  const converged = fits.find(({ model }) => model.status.code === "converged");
  const nullText = converged && nullDeviation(problem, converged.model.nullDeviance);
  if (nullText !== undefined) findings.push({ kind: "null-deviance", text: nullText, way: converged!.way });
  const cones = new Map<string, Recession>();
  for (const fit of fits) {
    const { status } = fit.model;
    const report = (kind: string, text: string): void => void findings.push({ kind, text, way: fit.way });
    const etas = objective.lossRows.map((row) => (objective.classes > 1 ? 0 : objective.eta(row, fit.at).h));
    const key = etas.map(Math.sign).join();
    const cone = cones.get(key) ?? recessionOf(objective, etas);
    cones.set(key, cone);
    const isReserved = status.warnings.some(({ code }) => code === "precision" || code === "not-examined");
    const gap = lowest === undefined ? 0 : sub(fit.F, lowest.F).h;
    const tolerance =
      STEP_LEFT * fit.scale.unit +
      PERFECT * fit.scale.null +
      fit.scale.curved +
      (lowestScale?.curved ?? 0) +
      (isHeld(objective) ? ROUNDINGS * fit.scale.sloped : 0) +
      (isIntegrated ? 1e-11 * fit.scale.size : 0);
    const left = `F ${fit.F.h} is ${gap.toExponential(2)} above ${lowest?.F.h}, ${(gap / fit.scale.unit).toExponential(1)} units; tolerance ${tolerance.toExponential(1)}`;
    if (status.code === "converged") {
      if (cone.recedes === true) {
        if (isFragile(known, etas, cone)) counts.push("fragile: converged");
        else report(`false-converged${isReserved ? "-reserved" : ""}`, `F falls for ever along ${cone.direction}`);
        continue;
      }
      if (!Number.isFinite(fit.F.h)) {
        if (!Number.isNaN(fit.F.h)) report("converged-outside", `F is ${fit.F.h} at ${fit.point}`);
        continue;
      }
      if (!(gap > tolerance)) continue;
      if (known.isConvex && !(fallWithin(known, fit, unit) > tolerance)) counts.push("lower along the same columns");
      else if (known.isConvex) {
        report(isReserved ? "not-minimal-reserved" : "not-minimal", `${left}; there: ${lowest!.at.map(({ h }) => h)}`);
      } else {
        const fall = known.fallFrom(fit.at);
        if (fall > tolerance)
          report(
            isReserved ? "not-stationary-reserved" : "not-stationary",
            `F falls by ${fall.toExponential(2)}, ${(fall / fit.scale.unit).toExponential(1)} units`,
          );
        else counts.push("better minimum");
      }
    } else if (status.code === "separated" || status.code === "diverged") {
      if (cone.recedes !== false) continue;
      if (status.warnings.some(({ code }) => code === "not-finite")) {
        if (fit.way.start !== undefined)
          counts.push("not started where it was told to"); // as documented
        else if (lowest !== undefined && Number.isFinite(lowest.F.h) && isInside(objective, lowest.at))
          report("not-started", `F is finite at another point: ${lowest.F.h}`);
        else counts.push("not started");
      } else if (!known.isConvex) counts.push(`not convex: ${status.code}`);
      else if (
        recessionOf(objective, etas, { least: 1e-13 }).recedes !== false ||
        recessionOf(objective, etas, { bits: 26 }).recedes !== false ||
        isOutOfSight(fit, etas)
      )
        counts.push(`fragile: ${status.code}`);
      else report("false-escape", `${status.code}, but no direction recedes`);
    } else if (cone.recedes === true) counts.push(`gave up on what has no minimizer: ${status.code}`);
    else if (gap > tolerance && known.isConvex)
      report("gave-up", `${status.code} (${status.warnings.map(({ code }) => code)}): ${left}`);
    else counts.push(`gave up near the end`);
  }
}
