import { GlmError } from "../base/errors.js";
import type { Label } from "../base/flow.js";
import { shownName } from "../base/show.js";
import type { EncodedVariable, Encoding } from "../frame/encoding.js";
import { learnedMemory } from "../frame/memory.js";
import { LINKS } from "../links/index.js";
import type { ModelData } from "../result/data.js";
import { evaluate, numberOf, type Scope } from "./evaluate.js";
import { meanOf, shareOf } from "./links.js";
import { guarded } from "./presence.js";
import { partOf, type RuleVariable, termOf, type Unseen } from "./terms.js";
import {
  type Bound,
  boundNumber,
  type Cell,
  call,
  cases,
  cellNumber,
  type Expression,
  missing,
  negative,
  number,
  sum,
  times,
  ZERO,
} from "./tree.js";

// A model as a scoring rule: the tree of its prediction, one for each class of a multinomial.

export interface Rule {
  /** The classes of a multinomial; undefined for one prediction. */
  readonly classes: readonly Label[] | undefined;
  readonly predictions: readonly Expression[];
}

export interface RuleOptions {
  readonly type: "response" | "link";
  readonly unseen: Unseen;
  /** Whether numbers with a name are for all predictions, so that the predictors of classes need not be written for each of them. */
  readonly isShared: boolean;
}

/** The linear predictor of some coefficients, in the order of `names`. */
type Predictor = (intercept: number, coefficients: ArrayLike<number>) => Expression;

export function ruleOf(model: ModelData, options: RuleOptions): Rule {
  const { family, link, classes, intercepts, coefficients } = model;
  refuseVectors(model);
  const { predictor, variables } = model.encoding === undefined ? ofMatrix(model) : ofTable(model, model.encoding, options.unseen); // biome-ignore format: one line
  const whole = (expression: Expression): Expression => guarded(expression, variables, options.unseen);
  const etas = coefficients.map((own, k) => () => predictor(intercepts[k]!, own));
  if (family !== "multinomial") {
    const eta = etas[0]!();
    return { classes: undefined, predictions: [whole(options.type === "link" ? eta : meanOf(LINKS[link].name, eta))] };
  }
  if (options.type === "link") return { classes, predictions: etas.map((eta) => whole(eta())) };
  const bounds = options.isShared ? etas.map((eta): Bound => ({ value: eta() })) : [];
  const difference = (l: number, k: number): Expression => {
    if (options.isShared) return sum(boundNumber(bounds[l]!), negative(boundNumber(bounds[k]!)));
    const own = coefficients[k]!;
    return predictor(intercepts[l]! - intercepts[k]!, coefficients[l]!.map((c, j) => c - own[j]!)); // biome-ignore format: one line
  };
  const places = etas.map((_, k) => k);
  const share = (k: number): Expression => shareOf(places.filter((l) => l !== k).map((l) => difference(l, k)));
  return { classes, predictions: places.map((k) => whole(share(k))) };
}

/** Offsets and exposures that are not in a table have no name. */
function refuseVectors({ hasOffset, encoding }: ModelData): void {
  const role = (["offset", "exposure"] as const).find((name) => encoding?.vectors.includes(name));
  if (role === undefined && (!hasOffset || encoding !== undefined)) return;
  const message = `the model was fitted with ${role ?? "an offset or exposure"} as a vector, which has no name in a table; expected a column: fit a formula with ${role ?? "offset"}: "name of the column"`;
  throw new GlmError("NOT_SUPPORTED", message, {});
}

interface Predictors {
  readonly predictor: Predictor;
  /** The variables that predictions need. */
  readonly variables: readonly RuleVariable[];
}

/** Every column is a number of its name. */
function ofMatrix({ names }: ModelData): Predictors {
  const predictor: Predictor = (intercept, coefficients) =>
    sum(number(intercept), ...names.map((name, j) => times(coefficients[j]!, cellNumber({ name, kind: "number" }))));
  return { predictor, variables: [] };
}

function ofTable({ coefficients }: ModelData, encoding: Encoding, unseen: Unseen): Predictors {
  const { terms, columns, coding } = encoding;
  const variables = encoding.variables.map((encoded, place) => variableOf(encoded, place, encoding, true));
  const offsets = encoding.offsets.map((encoded, k) => variableOf(encoded, variables.length + k, encoding, false));
  const codings = { coding, unseen };
  const parts = terms.map((term) => term.variables.map((v, k) => partOf(variables[v]!, term.codings[k]!, codings)));
  const widths = parts.map((of) => of.reduce((width, part) => width * part.width, 1));
  const flags = columns.filter(({ fill }) => fill !== undefined);
  const starts = [0];
  for (const width of [...widths, ...flags.map(() => 1)]) starts.push(starts.at(-1)! + width);
  checkWidth(starts.at(-1)!, encoding);
  const added = sum(...offsets.map((offset) => offsetOf(offset, encoding)), ...roleOffsets(encoding));
  const predictor: Predictor = (intercept, own) => {
    const ofTerm = (t: number): number[] => Array.from({ length: widths[t]! }, (_, k) => own[starts[t]! + k]!);
    const flagged = flags.map(({ name, kind }, k) => flag({ name, kind }, own[starts[terms.length + k]!]!));
    return sum(number(intercept), ...parts.map((of, t) => termOf(of, ofTerm(t), codings)), ...flagged, added);
  };
  const isUsed = (t: number): boolean => coefficients.some((own) => own.subarray(starts[t]!, starts[t + 1]!).some((c) => c !== 0)); // biome-ignore format: one line
  const used = new Set(terms.flatMap((term, t) => (isUsed(t) ? term.variables : [])));
  return { predictor, variables: [...variables.filter(({ place }) => used.has(place)), ...offsets] };
}

function checkWidth(width: number, { names }: Encoding): void {
  if (width === names.length) return;
  const message = `the encoding makes ${width} columns and names ${names.length}; expected as many: the model was changed`;
  throw new GlmError("BAD_MODEL", message, {});
}

function variableOf(encoded: EncodedVariable, place: number, encoding: Encoding, isFilled: boolean): RuleVariable {
  const needs = new Map<string, Cell>();
  const value = evaluate(
    encoded.expression,
    scopeOf(encoded, encoding, isFilled, (cell) => needs.set(cell.name, cell)),
  );
  if ((value.kind === "levels") === (encoded.factor !== undefined)) return { place, encoded, value, needs: [...needs.values()] }; // biome-ignore format: one line
  const has = encoded.factor === undefined ? "has no levels" : "has levels";
  const message = `the encoding of ${shownName(encoded.label)} ${has}; expected otherwise: the model was changed`;
  throw new GlmError("BAD_MODEL", message, { variable: encoded.label });
}

function scopeOf(
  { label, states }: EncodedVariable,
  { columns }: Encoding,
  isFilled: boolean,
  needs: Scope["needs"],
): Scope {
  const column: Scope["column"] = (name) => {
    const found = columns.find((one) => one.name === name);
    if (found !== undefined) return { cell: { name, kind: found.kind }, fill: found.fill };
    const message = `the encoding uses the column ${shownName(name)}, which it does not name; expected the encoding of a fit: the model was changed`;
    throw new GlmError("BAD_MODEL", message, { column: name });
  };
  return { label, memory: learnedMemory(states, label), column, isFilled, needs };
}

function offsetOf({ encoded, value }: RuleVariable, encoding: Encoding): Expression {
  return numberOf(
    value,
    scopeOf(encoded, encoding, false, () => undefined),
  );
}

/** The columns that the options of the fit named. */
function roleOffsets({ roles }: Encoding): Expression[] {
  const { offset, exposure } = roles;
  const of = (name: string): Expression => cellNumber({ name, kind: "number" });
  return [
    ...(offset === undefined ? [] : [of(offset)]),
    ...(exposure === undefined ? [] : [call("log", of(exposure))]),
  ];
}

/** 1 where a number is missing. */
function flag(cell: Cell, coefficient: number): Expression {
  if (coefficient === 0) return ZERO;
  return cases([
    { when: missing(cell), value: number(coefficient) },
    { when: missing(cell, false), value: ZERO },
  ]);
}
