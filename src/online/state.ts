import { show } from "../base/show.js";
import { GlmError } from "../index.js";
import type { Features } from "./features.js";
import type { Counts, Learner } from "./learner.js";
import { ONLINE_FAMILIES, type Settings } from "./options.js";
import { VECTORS } from "./weights.js";

/** Version of the state; another one is refused. */
const VERSION = 1;

/** The state of a learner: plain data. Vectors have their entries that are not 0, by feature. */
export interface OnlineJSON {
  readonly format: "dropglm-online";
  readonly version: number;
  readonly settings: Settings;
  readonly features?: Features | undefined;
  readonly counts?: Counts | undefined;
  readonly total?: number | undefined;
  readonly size?: number | undefined;
  readonly rate?: number | undefined;
  /** Features that came, ascending; then what is known of each. */
  readonly seen?: readonly number[] | undefined;
  readonly scales?: readonly number[] | undefined;
  readonly last?: readonly number[] | undefined;
  readonly beta?: readonly number[] | undefined;
  readonly squares?: readonly number[] | undefined;
}

export function toState(settings: Settings, features: Features | undefined, learner: Learner | undefined): OnlineJSON {
  const head = { format: "dropglm-online", version: VERSION, settings } as const;
  if (learner === undefined) return head;
  const { weights, counts } = learner;
  const { total, size, rate, scales, classes } = weights;
  const seen = Array.from(scales.keys()).filter((j) => scales[j] !== 0);
  const perFeature = (v: Float64Array): number[] => seen.map((j) => v[j]!);
  const perClass = (v: Float64Array): number[] => seen.flatMap((j) => [...v.subarray(j * classes, (j + 1) * classes)]);
  return {
    ...head,
    features,
    counts: { ...counts },
    ...{ total, size, rate, seen },
    scales: perFeature(scales),
    last: perFeature(weights.last),
    beta: perClass(weights.beta),
    squares: perClass(weights.squares),
  };
}

/** The parts of a saved state, checked; `state` puts the numbers into a learner. */
export function fromState(json: unknown): {
  readonly settings: Settings;
  readonly features: Features | undefined;
  readonly state: ((learner: Learner) => void) | undefined;
} {
  const { format, version, settings, features, ...rest } = (json ?? {}) as Partial<OnlineJSON>;
  if (format !== "dropglm-online") throw bad(`format is ${show(format)}`, '"dropglm-online": what toJSON() gave');
  if (version !== VERSION) throw bad(`version is ${show(version)}`, `${VERSION}: it is of another version of dropglm`);
  if (typeof settings !== "object" || settings === null || !ONLINE_FAMILIES.includes(settings.family)) {
    throw bad(`settings is ${show(settings)}`, "the options of a learner");
  }
  checkSettings(settings);
  const list = settings.family === "multinomial" ? settings.classes : [0];
  if (!Array.isArray(list)) throw bad(`settings.classes is ${show(list)}`, "labels");
  if (features !== undefined && "columns" in features && !isWhole(features.columns, 0, MOST_COLUMNS)) {
    throw bad(`features.columns = ${show(features.columns)}`, "a number of columns");
  }
  if (features === undefined) return { settings, features, state: undefined };
  return { settings, features, state: (learner) => restore(rest, learner) };
}

const MOST_COLUMNS = 2 ** 25;
const isWhole = (k: number, low: number, high: number): boolean => Number.isInteger(k) && k >= low && k <= high;

function checkSettings(settings: Settings): void {
  for (const key of ["odds", "l1", "l2", "learningRate"] as const) numberOf(settings[key], `settings.${key}`);
  const { hash } = settings;
  if (
    hash === undefined ||
    (isWhole(hash.bits, 1, 24) && isWhole(hash.seed, 0, 2 ** 32 - 1) && Array.isArray(hash.words))
  )
    return;
  throw bad(`settings.hash is ${show(hash)}`, "bits from 1 to 24, seed and words");
}

function restore(saved: Partial<OnlineJSON>, { weights, counts }: Learner): void {
  const { seen, counts: known } = saved;
  if (!Array.isArray(seen) || typeof known !== "object") throw bad("seen or counts is missing", "both");
  for (const key of ["total", "size", "rate"] as const) weights[key] = numberOf(saved[key], key);
  for (const key of ["rows", "loss", "weight", "mean", "deviation"] as const)
    counts[key] = numberOf(known[key], `counts.${key}`);
  counts.anchor = known.anchor === undefined ? undefined : numberOf(known.anchor, "counts.anchor");
  seen.forEach((j, k) => {
    if (Number.isInteger(j) && j >= 0 && j < weights.features) return;
    throw bad(`seen[${k}] = ${show(j)}`, `a feature, below ${weights.features}`);
  });
  for (const key of VECTORS) {
    const width = key === "beta" || key === "squares" ? weights.classes : 1;
    const values = saved[key];
    if (!Array.isArray(values) || values.length !== width * seen.length) {
      throw bad(`${key} is ${show(values)}`, `${width * seen.length} numbers`);
    }
    values.forEach((value, k) => {
      const j = seen[Math.floor(k / width)]!;
      weights[key][j * width + (k % width)] = numberOf(value, `${key}[${k}]`);
    });
  }
}

function numberOf(value: unknown, place: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw bad(`${place} = ${show(value)}`, "a finite number");
}

function bad(found: string, expected: string): GlmError {
  return new GlmError("BAD_MODEL", `saved learner: ${found}; expected ${expected}`, {});
}
