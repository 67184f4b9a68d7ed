import { familyOfModel, type ModelData } from "./data.js";

/** One line of the coefficient table. */
export interface SummaryRow {
  readonly name: string;
  readonly estimate: number;
  /** Ridge strength felt from the noise; undefined without noise and for the intercept. */
  readonly adaptivePenalty: number | undefined;
}

/** Significant digits of estimates and deviances, as R's default. */
const DIGITS = 5;
/** Coefficients shown in the text of a wide model: the largest ones. `rows` has all. */
const MOST_ROWS = 60;

/** What a fit came to, as data and, through `String()`, as a readable table. */
export class Summary {
  readonly rows: readonly SummaryRow[];

  constructor(readonly model: ModelData) {
    this.rows = model.coefficients.flatMap((coefficients, k) => {
      const of = model.coefficients.length > 1 ? `${model.classes![k]}: ` : "";
      const rows: SummaryRow[] = model.names.map((name, j) => ({
        name: of + name,
        estimate: coefficients[j]!,
        adaptivePenalty: model.adaptivePenalty?.[k]?.[j],
      }));
      const intercept = { name: `${of}(intercept)`, estimate: model.intercepts[k]!, adaptivePenalty: undefined };
      return model.hasIntercept ? [intercept, ...rows] : rows;
    });
  }

  toString(): string {
    const { model } = this;
    const noise = model.noise === undefined ? "" : `, noise: ${model.noise} (${model.approximation})`;
    const name = `${model.isQuasi ? "quasi-" : ""}${model.family}`;
    const head = `${capital(name)} model, ${model.link} link${noise}`;
    const observations = `${model.observations} observations, ${model.names.length} columns`;
    return [head, observations, "", ...this.#table(), "", ...this.#numbers(), "", ...this.#status()].join("\n");
  }

  #table(): string[] {
    const shown = this.rows.length <= MOST_ROWS ? this.rows : largest(this.rows, MOST_ROWS);
    const hasNoise = this.model.adaptivePenalty !== undefined;
    const header = ["", "estimate", ...(hasNoise ? ["adaptive penalty"] : [])];
    const lines = shown.map((row) => [
      row.name,
      significant(row.estimate),
      ...(hasNoise ? [row.adaptivePenalty === undefined ? "" : significant(row.adaptivePenalty)] : []),
    ]);
    const left = this.rows.length - shown.length;
    const more = left > 0 ? [`... and ${left} smaller coefficients`] : [];
    return [...align([header, ...lines]), ...more];
  }

  #numbers(): string[] {
    const { model } = this;
    const lines = [
      ["null deviance", significant(model.nullDeviance)],
      ["deviance", significant(model.deviance)],
      ["log-likelihood", significant(model.logLikelihood)],
    ];
    if (familyOfModel(model).dispersion === "free") lines.push(["dispersion", significant(model.dispersion)]);
    if (model.shape.power !== undefined) lines.push(["power", significant(model.shape.power)]);
    if (model.shape.theta !== undefined) lines.push(["theta", significant(model.shape.theta)]);
    if (model.thetaStandardError !== undefined) lines.push(["s.e. of theta", significant(model.thetaStandardError)]);
    if (model.multiplier !== undefined) lines.push(["multiplier", significant(model.multiplier)]);
    if (model.degreesOfFreedom !== undefined) lines.push(["parameters", String(model.degreesOfFreedom)]);
    if (model.aic !== undefined) lines.push(["AIC", significant(model.aic)]);
    return align(lines);
  }

  #status(): string[] {
    const { status } = this.model;
    const { code, iterations, passes, optimality, tolerance, solver, warnings } = status;
    const reached = `optimality ${optimality.toExponential(1)} (tolerance ${tolerance.toExponential(0)})`;
    const first = `${code}: ${solver}, ${counted(iterations, "iteration")}, ${counted(passes, "pass", "passes")} over the data, ${reached}`;
    return [first, ...warnings.map((warning) => `warning (${warning.code}): ${warning.message}`)];
  }
}

function largest(rows: readonly SummaryRow[], count: number): SummaryRow[] {
  const sizes = rows.map((row) => Math.abs(row.estimate)).sort((a, b) => b - a);
  const limit = sizes[count - 1]!;
  return rows.filter((row) => Math.abs(row.estimate) >= limit).slice(0, count);
}

function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function significant(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(DIGITS - 1);
  return String(Number(value.toPrecision(DIGITS)));
}

/** First column left, the others right. */
function align(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, k) => Math.max(...lines.map((line) => (line[k] ?? "").length)));
  return lines.map((line) =>
    line
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]! + 2)))
      .join("")
      .trimEnd(),
  );
}
