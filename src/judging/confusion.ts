import { GlmError } from "../base/errors.js";
import type { Label } from "../base/flow.js";
import { readOptions } from "../base/keys.js";
import { show } from "../base/show.js";
import { checkVector } from "../input/vector.js";
import { significant } from "../words/format.js";
import { type Printed, printed } from "../words/printed.js";
import { column, numbers, type PrintedTable } from "../words/table.js";

/** The rates of one class. A rate without rows is NaN. */
export interface ClassRates {
  readonly class: Label;
  /** Weight of its rows. */
  readonly support: number;
  /** Share of correct rows among those predicted as this class. */
  readonly precision: number;
  /** Share of rows predicted as this class among its rows: sensitivity. */
  readonly recall: number;
  /** Share of rows predicted otherwise among the rows of other classes. */
  readonly specificity: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

interface ConfusionNumbers {
  /** All observed or predicted labels, sorted. */
  readonly classes: readonly Label[];
  /** counts[observed][predicted], sums of weights. */
  readonly counts: readonly (readonly number[])[];
  readonly accuracy: number;
  /** Mean recall of the observed classes. */
  readonly balancedAccuracy: number;
  /** Cohen's: (accuracy - chance) / (1 - chance), chance from the margins. */
  readonly kappa: number;
  readonly rates: readonly ClassRates[];
}

/** What `confusion` gives. */
export interface Confusion extends ConfusionNumbers, Printed {}

/**
 * The table of observed against predicted classes, with its rates; any number of classes.
 *
 * @param predicted  n labels, as of `model.predict(x, { type: "class" })`. @param y  The n observed labels.
 * @param options.weights  n weights >= 0. Default: all 1.
 * @throws GlmError BAD_SHAPE for lengths that differ, BAD_VALUE for weights and missing labels, EMPTY.
 *
 * Source: Cohen (1960), Educational and Psychological Measurement 20, for kappa.
 *
 * @example
 * confusion(["a", "b", "b"], ["a", "a", "b"]).counts;    // [[1, 1], [0, 1]]
 */
export function confusion(
  predicted: ArrayLike<Label>,
  y: ArrayLike<Label>,
  options: { readonly weights?: ArrayLike<number> | undefined } = {},
): Confusion {
  options = readOptions(options, ["weights"], "confusion");
  const n = predicted.length;
  if (n === 0) throw new GlmError("EMPTY", "predicted is empty; expected one label per row", {});
  if (y.length !== n) throw new GlmError("BAD_SHAPE", `y has length ${y.length}; expected ${n}, as predicted`, {});
  const weight = checkVector(options.weights, "weights", n, (w) => w >= 0, "a weight >= 0");
  const [called, seen] = [labelsOf(predicted, "predicted"), labelsOf(y, "y")];
  const classes = [...new Set([...called, ...seen])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const number = new Map(classes.map((label, k) => [label, k]));
  const counts = classes.map(() => classes.map(() => 0));
  seen.forEach((label, i) => {
    counts[number.get(label)!]![number.get(called[i]!)!]! += weight?.[i] ?? 1;
  });
  const sum = (list: readonly number[]): number => list.reduce((s, v) => s + v, 0);
  const of = counts.map(sum);
  const calledAs = classes.map((_, k) => sum(counts.map((row) => row[k]!)));
  const total = sum(of);
  const accuracy = sum(counts.map((row, k) => row[k]!)) / total;
  const chance = sum(of.map((v, k) => v * calledAs[k]!)) / total ** 2;
  const rates = classes.map((label, k) => {
    const right = counts[k]![k]!;
    const [support, calls] = [of[k]!, calledAs[k]!];
    const others = total - support;
    const f1 = (2 * right) / (support + calls);
    return { class: label, support, precision: right / calls, recall: right / support, specificity: (others - calls + right) / others, f1 }; // biome-ignore format: one line
  });
  const recalls = rates.filter(({ support }) => support > 0).map(({ recall }) => recall);
  const kappa = (accuracy - chance) / (1 - chance);
  const found = { classes, counts, accuracy, balancedAccuracy: sum(recalls) / recalls.length, kappa, rates };
  return printed(found, tableOf);
}

/** A row per observed class: how often it was predicted as each class, and its rates. */
function tableOf({ classes, counts, accuracy, balancedAccuracy, kappa, rates }: ConfusionNumbers): PrintedTable {
  const predicted = (k: number): string => `predicted ${String(classes[k])}`;
  const shares = ["precision", "recall", "specificity", "f1"] as const;
  const whole = Object.entries({ accuracy, "balanced accuracy": balancedAccuracy, kappa });
  return {
    caption: "",
    columns: [
      column("text", "class", "observed"),
      ...classes.map((_, k) => numbers(predicted(k), predicted(k))),
      ...shares.map((name) => numbers(name, name, 4)),
    ],
    rows: rates.map((own, k) => ({
      ...own,
      class: String(own.class),
      ...Object.fromEntries(counts[k]!.map((count, j) => [predicted(j), count])),
    })),
    notes: [whole.map(([name, value]) => `${name} ${significant(value, 4)}`).join(", ")],
  };
}

function labelsOf(given: ArrayLike<Label>, name: string): Label[] {
  const labels = Array.from(given);
  const row = labels.findIndex((label) => label === undefined || label === null || Number.isNaN(label));
  if (row < 0) return labels;
  const message = `${name}[${row}] = ${show(labels[row])}; expected a label: leave such rows out of predicted and y`;
  throw new GlmError("BAD_VALUE", message, { row });
}
