// Why a step was accepted or rejected, and what was certified at the end, in sentences.
import type { Status, TraceStep } from "dropglm";

/** A step of one predictor, or of one for each class. */
export type AnyStep = TraceStep<number | Float64Array, Float64Array | readonly Float64Array[]>;

const SOLVER_WORDS: Readonly<Record<string, string>> = {
  newton: "Newton",
  lbfgs: "quasi-Newton",
  "newton-cg": "Newton",
  "coordinate-descent": "proximal Newton",
};

/** Differences of two values of the objective below this part of them are rounding. */
const ROUNDING = 1e-13;

/** Two falls that differ by less than this part are told as one. */
const SAME = 0.005;

export function whyOf(step: AnyStep, next: AnyStep | undefined, status: Status): string {
  const { verdict, search, solver, asked } = step;
  if (verdict === "end")
    return status.code === "converged" ? "The search ends here: this is the model." : "The search stops here.";
  if (verdict === "start") {
    const seen = ["the objective", "its slopes", ...(asked.includes("hessian") ? ["its curvature"] : [])];
    const list = `${seen.slice(0, -1).join(", ")} and ${seen.at(-1)}`;
    if (search === 0) return `The first look at the rows: ${list}.`;
    if (solver !== status.solver) return `Newton's method looks at where the search has ended: ${list}.`;
    return `Search ${search + 1} begins: ${list}.`;
  }
  const what = `${lengthOf(step.step!)} ${SOLVER_WORDS[solver] ?? solver} step`;
  return `${sentenceCase(what)} ${verdict === "accepted" ? accepted(step) : rejected(step, next)}`;
}

function accepted(step: AnyStep): string {
  const { came, promised, rule } = step;
  if (isRounding(step)) return "changed the objective by no more than rounding can tell: accepted.";
  if (rule === "fall") return `along negative curvature lowered the objective by ${short(came!)}: accepted.`;
  const more = fallOf(came!, promised!);
  const flat = rule === "wolfe" ? ", and the slope along it has flattened" : "";
  return `lowered the objective by ${more}${flat}: accepted.`;
}

/** What came, beside what was promised. */
function fallOf(came: number, promised: number): string {
  if (Math.abs(came - promised) <= SAME * promised) return `${short(came)}, as promised`;
  return came > promised
    ? `${short(came)}, more than the ${short(promised)} promised`
    : `${short(came)} of ${short(promised)} promised`;
}

function rejected(step: AnyStep, next: AnyStep | undefined): string {
  const { came, promised, rule, objective } = step;
  const then = next?.verdict === "accepted" || next?.verdict === "rejected" ? nextOf(step, next) : "";
  if (!Number.isFinite(objective)) return `leaves where the objective is finite: rejected${then}.`;
  if (isRounding(step)) return `changed the objective by no more than rounding can tell: rejected${then}.`;
  if (came! < 0) return `would raise the objective by ${short(-came!)}: rejected${then}.`;
  if (rule === "fall") return `along negative curvature would lower the objective too little: rejected${then}.`;
  if (rule === "wolfe")
    return `would lower the objective by ${short(came!)} of ${short(promised!)} promised, but it is still steep there, or falls too little: rejected${then}.`;
  return `would lower the objective by ${short(came!)}, too little of the ${short(promised!)} promised: rejected${then}.`;
}

/** What follows a rejection. */
function nextOf({ step }: AnyStep, next: AnyStep): string {
  if (next.step === undefined || step === undefined) return "";
  if (next.step === step) return ", and another direction is next";
  return next.step < step ? ", and a shorter one is next" : ", and a longer one is next";
}

const isRounding = ({ came, objective }: AnyStep): boolean =>
  Math.abs(came!) <= ROUNDING * Math.max(1, Math.abs(objective!));

function lengthOf(step: number): string {
  if (step === 1) return "the whole";
  if (step === 0.5) return "half the";
  if (step === 0.25) return "a quarter of the";
  return Number.isInteger(1 / step) ? `1/${1 / step} of the` : `${short(step)} of the`;
}

/**
 * What holds at the end: the largest slope, on the scale of a correlation, and the step that is left in standard errors
 * (docs/objective.md, optimality and what converged means).
 */
export function certificateOf({ code, optimality, tolerance, step, warnings }: Status): string {
  if (code !== "converged") return `The fit ended with "${code}": ${warnings[0]?.message ?? "it was stopped"}.`;
  const slopes = `The largest slope that is left is ${short(optimality)} on the scale of a correlation between a column and the residuals (1: nothing is fitted, 0: exact; the tolerance is ${short(tolerance)})`;
  if (step === undefined) return `${slopes}.`;
  return `${slopes}. The next Newton step would move no combination of coefficients by more than ${short(step)} of its standard error.`;
}

function short(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace(/\.?0+e/, "e");
  return String(Number(value.toPrecision(3)));
}

const sentenceCase = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
