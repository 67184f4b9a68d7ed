import type { Design, Plan, Response } from "../base/flow.js";
import { OUTCOME } from "../base/ids.js";
import type { RowWarning, StatusCode, Warning } from "../base/status.js";
import { endsOf } from "../border/slack.js";
import { type Escape, isExaminable } from "../existence/escape.js";
import type { Family } from "../families/index.js";
import { isReducible, isSteepAtBorder } from "../families/index.js";
import type { Face } from "../minimize/fitting.js";
import { NEARLY_CONSTANT } from "../shard/moments.js";
import type { Stop, Task } from "../shard/task.js";
import { conditionOf } from "../shard/triangle.js";
import type { Basis, Uploaded } from "../shard/uploaded.js";
import type { Shape } from "./shape.js";

// The warnings of a fit, in words.

const SHOWN = 5;

function list(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

/** Constant columns. */
export function columnWarnings(uploaded: Uploaded, design: Design, plan: Plan): Warning[] {
  const zero: string[] = [];
  const constant: string[] = [];
  const felt: string[] = [];
  const warnings: Warning[] = [];
  for (let j = 0; j < design.columns; j++) {
    const [sd, mean] = [uploaded.sd[j]!, uploaded.mean[j]!];
    if (sd !== 0) {
      if (plan.intercept && sd <= NEARLY_CONSTANT * Math.abs(mean))
        warnings.push(roundedWarning(design.names[j]!, mean, sd));
    } else if (mean !== 0 && !plan.intercept) continue;
    else if (uploaded.scale[j] !== 0) felt.push(design.names[j]!);
    else (mean === 0 ? zero : constant).push(design.names[j]!);
  }
  const isOff = ({ lower, upper }: NonNullable<Plan["bounds"]>): boolean =>
    uploaded.sd.some((s, j) => s === 0 && (lower[j]! > 0 || upper[j]! < 0));
  const coefficient =
    plan.bounds !== undefined && isOff(plan.bounds) ? "coefficient 0, or the bound nearest to it" : "coefficient 0";
  if (zero.length > 0) {
    const message = `all entries are 0 in ${list(zero)}: ${coefficient}`;
    warnings.push({ code: "zero-column", message, detail: { columns: zero } });
  }
  if (constant.length > 0) {
    const message = `all entries are equal in ${list(constant)}: ${coefficient}, because the intercept has the same effect`;
    warnings.push({ code: "constant-column", message, detail: { columns: constant } });
  }
  if (felt.length > 0) {
    const message = `all entries are equal in ${list(felt)}: the rows do not determine the coefficient; only bounds, penalty, noise and rows without labels do`;
    warnings.push({ code: "constant-column", message, detail: { columns: felt } });
  }
  return warnings;
}

/** A column whose entries differ in their last digits. */
function roundedWarning(name: string, mean: number, sd: number): Warning {
  const message = `the entries of ${name} differ by about ${sd.toExponential(1)} around ${mean.toExponential(3)}, in their last digits: what was rounded away before is lost, and predictions keep few digits beside so large an intercept; subtract a constant near ${mean.toExponential(3)} from the column`;
  return { code: "precision", message, detail: { columns: [name], mean, deviation: sd } };
}

/** Columns that are combinations of others; constant ones have their own warning. */
export function dependentWarning(
  dependents: readonly number[],
  uploaded: Uploaded,
  design: Design,
  isMinimumNorm: boolean,
  basis: Basis | undefined,
): Warning[] {
  const found = new Set(dependents.map((entry) => entry % uploaded.block));
  const columns = [...found].filter((j) => j < design.columns && uploaded.scale[j] !== 0).map((j) => design.names[j]!);
  if (columns.length === 0) return [];
  const chosen = isMinimumNorm
    ? "the fit returned has the least sum of squared coefficients"
    : "their coefficients were left where they started";
  const more = columns.length === 1 ? "is a combination" : "are combinations";
  const levels = basis === undefined ? [] : levelsOf(basis).map((of) => list(of.map((j) => design.names[j]!)));
  const factor = levels.map(
    (of) => `${of} are 0 or 1 and add up to 1 in every row, as all levels of a factor do: drop one level`,
  );
  const cure =
    factor.length > 0
      ? factor.join("; ")
      : `leave ${columns.length === 1 ? "it" : "them"} out to have the coefficients and standard errors that R gives the others`;
  const message = `${list(columns)} ${more} of other columns, so the coefficients are not unique: ${chosen}; ${cure}`;
  return [{ code: "rank-deficient", message, detail: { columns, isMinimumNorm } }];
}

/** An entry of a direction below this part of the largest is rounding. */
const NOTHING = 1e-9;

/** Sets of columns of zeros and ones of which exactly one is 1 in every row. */
function levelsOf({ directions, whole }: Basis): number[][] {
  const { scale, mean, sd, columns } = whole;
  return directions.flatMap((direction) => {
    const beta = Array.from({ length: columns }, (_, j) => direction[j]! * scale[j]!);
    const largest = beta.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    const set = [...beta.keys()].filter((j) => Math.abs(beta[j]!) > NOTHING * largest);
    const isOne = (j: number): boolean => Math.abs(beta[j]! / beta[set[0]!]! - 1) < NOTHING;
    const isIndicator = (j: number): boolean => Math.abs(sd[j]! ** 2 - mean[j]! * (1 - mean[j]!)) < NOTHING * mean[j]!;
    const total = set.reduce((sum, j) => sum + mean[j]!, 0);
    return Math.abs(total - 1) < NOTHING && set.every((j) => isOne(j) && isIndicator(j)) ? [set] : [];
  });
}

/** Coefficients of columns this near to a combination of others hold six digits at most, whatever the fit does. */
const NEARLY = 1e9;

/** A column that is nearly a combination of others. */
export function conditionWarning({ triangle }: Basis, design: Design): Warning[] {
  const { condition, position } = conditionOf(triangle);
  if (condition < NEARLY) return [];
  const name = design.names[position - triangle.ones]!;
  const message = `${name} is nearly a combination of other columns: all but ${(1 / condition).toExponential(0)} of it, so that predictions lose as many of their sixteen digits; leave it out, or centre and scale x before taking powers and products`;
  return [{ code: "precision", message, detail: { columns: [name], condition } }];
}

/** Too many columns to look for dependent ones, but there must be some. */
export function underdeterminedWarning(task: Task, response: Response, plan: Plan): Warning[] {
  const { dimension } = task;
  const examined = plan.solver === "newton" || task.problem.read("examine") !== 0;
  if (examined || response.observations >= dimension) return [];
  if (plan.noises.length > 0 || plan.constraint !== undefined || !hasFreeColumn(plan)) return [];
  const message = `${dimension} parameters and ${response.observations} rows, so the coefficients are not unique: they are those that the solver reached from zero; add ridge(lambda) or dropout(rate)`;
  return [{ code: "rank-deficient", message, detail: { dimension, rows: response.observations } }];
}

function hasFreeColumn({ penalty }: Plan): boolean {
  const { square, absolute, excluded } = penalty;
  for (let j = 0; j < square.length; j++) if (square[j] === 0 && absolute[j] === 0 && excluded[j] === 0) return true;
  return false;
}

/** A negative binomial that is Poisson. */
export function shapeWarning(shape: Shape | undefined): Warning[] {
  if (shape === undefined || !shape.isInfinite) return [];
  const message = `theta grows for ever (${shape.theta.toExponential(1)} so far): the counts vary no more than Poisson counts do; use family "poisson"`;
  return [{ code: "no-overdispersion", message, detail: { theta: shape.theta } }];
}

/** Rows on the border of the link's domain. */
export function borderWarning(face: Face | undefined, family: Family): Warning[] {
  if (face === undefined) return [];
  const { rows, multipliers } = face;
  const which = list(rows.map(String));
  const what =
    rows.length === 0
      ? "some rows, or noised copies of rows, are"
      : rows.length === 1
        ? `row ${which} is`
        : `rows ${which} are`;
  const message = `the best fit lies on the border of the domain of the ${family.link} link: ${what} there, with a mean of ${extremeMeans(family)}; the estimates are those of maximum likelihood, but standard errors and tests need a smooth maximum, and do not hold`;
  return [{ code: "boundary", message, detail: { rows, multipliers, link: family.link } }];
}

/** Noised copies were fitted inside the domain, and rows as given lie outside. */
export function outsideWarning({ name, link }: Family): Warning[] {
  const message = `rows as given have means that ${name} with link ${link} cannot have, though their noised copies do not: the deviance there is infinite; use another link, or more copies`;
  return [{ code: "boundary", message, detail: { link } }];
}

/** Coefficients that are not finite. */
export function nonFiniteWarning(): Warning[] {
  const message =
    "some coefficients are not finite, so nothing was fitted: numbers were too large or too small on the way; rescale y, the columns, or the weights";
  return [{ code: "not-finite", message, detail: {} }];
}

/** The means at the ends of the link's domain. */
function extremeMeans({ name, link }: Family): string {
  if (name !== "binomial") return link === "inverse" || link === "inverse-squared" ? "infinity" : "0";
  return link === "log" ? "1" : "0 or 1";
}

export function outcomeWarnings(end: {
  code: StatusCode;
  outcome: number | undefined;
  stop: Stop | undefined;
  found: Escape | undefined;
  lack: string | undefined;
  unexamined: number;
  isStepAsked: boolean;
  task: Task;
  plan: Plan;
  family: Family;
  design: Design;
  uploaded: Uploaded;
}): Warning[] {
  const { outcome, stop, found, plan, design } = end;
  if (stop === "aborted")
    return [{ code: "aborted", message: "stopped by the caller's signal; this is the best point so far", detail: {} }];
  if (stop === "time-limit")
    return [{ code: "time-limit", message: "stopped by the time limit; this is the best point so far", detail: {} }];
  if (found !== undefined) return [escapeWarning(found, end.family, plan, design)];
  const optimality = end.task.state.read("optimality");
  if (end.lack !== undefined) return [{ code: "not-converged", message: end.lack, detail: { optimality } }];
  if (outcome === OUTCOME.nonFinite) {
    const message = "the objective is not finite at the starting point; check offset, start and the scale of y";
    return [{ code: "not-finite", message, detail: {} }];
  }
  if (end.task.state.read("isSaddle") !== 0) {
    const message = `the loss is not convex, and the search stopped where the slope is 0, but not at a minimum (optimality ${optimality.toExponential(1)}): start elsewhere`;
    return [{ code: "saddle", message, detail: { optimality } }];
  }
  if (outcome === OUTCOME.maxIterations) {
    const message = `stopped after ${plan.maxIterations} ${plan.maxIterations === 1 ? "iteration" : "iterations"} at optimality ${optimality.toExponential(1)}; raise maxIterations, or tolerance (${plan.tolerance})`;
    return [{ code: "not-converged", message, detail: { optimality } }];
  }
  const isOpen = plan.approximation === "quadratic" && end.task.problem.read("mayRecede") !== 0;
  if (isOpen && !isExaminable(end.task, plan) && hasFreeColumn(plan)) {
    const message = `the quadratic form may have no minimizer, which is not examined with ${end.task.dimension} parameters; ${cureOf(end.family, plan)}`;
    return [{ code: "not-examined", message, detail: { dimension: end.task.dimension } }];
  }
  if (end.unexamined > 0) {
    const why =
      end.uploaded.crew === undefined
        ? `${end.unexamined} ${end.unexamined === 1 ? "row is" : "rows are"} fitted to within rounding, and whether a finite fit exists was not examined with ${end.task.dimension} parameters`
        : `whether a finite fit exists was not examined, because ${end.unexamined} rows are too many for one memory`;
    const message = `${why}: the coefficients may only be where the search stopped; ${cureOf(end.family, plan)}`;
    return [{ code: "not-examined", message, detail: { dimension: end.task.dimension, rows: end.unexamined } }];
  }
  if (outcome === OUTCOME.converged && end.task.state.read("isDoubtful") !== 0) {
    const message =
      "the coefficients still move although the conditions hold: the minimizer is far out, or at infinity; add ridge(lambda)";
    return [{ code: "precision", message, detail: { optimality } }];
  }
  if (outcome === OUTCOME.precision && hasBorder(end) && end.code !== "converged") {
    const message = `the search reached the border of the domain of the ${end.family.link} link, where the best fit need not satisfy the conditions (optimality ${optimality.toExponential(1)}): means there are 0 or 1, or infinite; use another link, or bounds`;
    return [{ code: "boundary", message, detail: { optimality, link: end.family.link } }];
  }
  const step = end.task.state.read("step");
  if (end.code === "converged" && optimality <= plan.tolerance && step > end.task.problem.read("stepTolerance")) {
    const message = `rounding is in the way of a step of ${step.toExponential(1)} standard errors that is left; at most ${end.task.problem.read("stepTolerance").toExponential(0)} is asked for with tolerance ${plan.tolerance}`;
    return [{ code: "precision", message, detail: { optimality, step } }];
  }
  if (end.code === "converged" && end.isStepAsked && !Number.isFinite(step)) {
    const message = `the conditions hold, but how far the coefficients may still move is not known: because of rounding, the rows have no curvature along some direction; add ridge(lambda)`;
    return [{ code: "precision", message, detail: { optimality } }];
  }
  if (outcome === OUTCOME.precision || (end.code === "converged" && !(optimality <= plan.tolerance))) {
    const message = `rounding allows no better than optimality ${optimality.toExponential(1)}; the tolerance asked for is ${plan.tolerance}`;
    return [{ code: "precision", message, detail: { optimality } }];
  }
  return [];
}

/** Gaussian means with link `inverse` may be on both sides of 0, and many losses are infinite on the border: then no fit reaches it. */
function hasBorder(end: { family: Family; uploaded: Uploaded }): boolean {
  if (!end.family.isBounded || isSteepAtBorder(end.family)) return false;
  const { low, high } = endsOf(end);
  return low > -Infinity || high < Infinity;
}

/** "x1", or "a combination of x1, x2". */
function together(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `a combination of ${list(names)}`;
}

/** Advice that gives the objective a minimizer. */
function cureOf(family: Family, plan: Plan): string {
  const isOpen = plan.approximation !== "gaussian" && family.approximations.includes("gaussian");
  return isOpen ? 'use approximation "gaussian" or add ridge(lambda)' : "add ridge(lambda)";
}

function separationCure(family: Family): string {
  return isReducible(family)
    ? 'add ridge(lambda) or dropout(rate), or choose biasReduction "firth"'
    : "add ridge(lambda) or dropout(rate)";
}

function escapeWarning(found: Escape, family: Family, plan: Plan, design: Design): Warning {
  const columns = found.columns.map((j) => (j < design.columns ? design.names[j]! : "(intercept)"));
  const detail = { columns };
  const isBare = columns.length === 1 && columns[0] === "(intercept)";
  const cure = isBare ? "no penalty and no noise acts on the intercept: y has to vary" : undefined;
  if (found.code === "separated") {
    const message = `${together(columns)} separates the response: no finite maximum-likelihood fit exists, and the coefficients are those where the search stopped; ${cure ?? separationCure(family)}`;
    return { code: "separation", message, detail };
  }
  const advice = cure ?? cureOf(family, plan);
  const message = `the objective has no minimizer: it keeps falling along ${together(columns)}; the coefficients are those where the search stopped; ${advice}`;
  return { code: "no-minimizer", message, detail };
}

/** Rows named in a warning. */
const NAMED_ROWS = 10;

/** Rows that the fit passes through for any y: each has its own column, or combination of columns. */
export function leverageWarnings(rows: readonly number[]): RowWarning[] {
  if (rows.length === 0) return [];
  const more = rows.length > NAMED_ROWS ? ` and ${rows.length - NAMED_ROWS} more` : "";
  const isOne = rows.length === 1;
  const which = `${isOne ? "row" : "rows"} ${rows.slice(0, NAMED_ROWS).join(", ")}${more} (counted from 0)`;
  const [has, out] = isOne ? ["has leverage 1:", "it"] : ["have leverage 1: for each", "one"];
  const message = `${which} ${has} some combination of columns is 0 in all other rows, so the fit passes through it whatever its y is; what depends on leaving ${out} out is not defined (NaN)`;
  return [{ code: "leverage-one", message, detail: { rows } }];
}
