import { INSPECT, type Inspect } from "./inspect.js";
import { printable, sentence } from "./show.js";

/** Codes of errors that a caller can fix before a fit. Each code has a test. `BAD_FORMULA`: a formula cannot be read, `detail` has the place. */
export type ErrorCode =
  | "BAD_OPTION"
  | "BAD_FORMULA"
  | "BAD_SHAPE"
  | "BAD_VALUE"
  | "OUT_OF_DOMAIN"
  | "EMPTY"
  | "ONE_CLASS"
  | "NOT_SUPPORTED"
  | "NOT_LOADED"
  | "OUT_OF_MEMORY"
  | "BAD_MODEL"
  | "WORKER_FAILED"
  | "SOURCE_CHANGED"
  | "DISK_FULL"
  | "NO_WORKERS";

export const ERROR_CODES: readonly ErrorCode[] = [
  "BAD_OPTION",
  "BAD_FORMULA",
  "BAD_SHAPE",
  "BAD_VALUE",
  "OUT_OF_DOMAIN",
  "EMPTY",
  "ONE_CLASS",
  "NOT_SUPPORTED",
  "NOT_LOADED",
  "OUT_OF_MEMORY",
  "BAD_MODEL",
  "WORKER_FAILED",
  "SOURCE_CHANGED",
  "DISK_FULL",
  "NO_WORKERS",
];

/** Registered, so that every build of the package in a program recognizes the errors of the others. */
const BRAND = Symbol.for("dropglm.GlmError");

/** Letters of `detail` that are printed at most. */
const LONGEST = 400;

function isGlmError(value: unknown): boolean {
  return typeof value === "object" && value !== null && BRAND in value;
}

/**
 * Thrown for every error that the caller can fix. The message reads
 * *name[index] = value; what is expected; what to do*; `detail` holds the same as data. It is one line, except that a mistake in a formula
 * has two more: the formula, and a mark under the place.
 *
 * `instanceof GlmError` holds for the errors of every entry (`dropglm/external`, `dropglm/svmlight`, `dropglm/plot`,
 * `dropglm/online`, `dropglm/groups`, `dropglm/cluster`), as ES module and
 * as CommonJS.
 */
export class GlmError extends Error {
  /** The content of the message as data: names, places, values. */
  declare readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    detail: Readonly<Record<string, unknown>> = {},
    picture: readonly string[] = [],
  ) {
    super([sentence(message), ...picture.map(printable)].join("\n"));
    // Not enumerable, because it may hold thousands of labels and Node prints every enumerable property of an uncaught error.
    Object.defineProperty(this, "detail", { value: detail });
  }

  /** On the prototype, so that the stack shows it even if a bundler has shortened the name of the class. */
  override get name(): "GlmError" {
    return "GlmError";
  }

  /** @internal The text on a console: the stack, and a short `detail`. */
  [INSPECT](_depth: number, options: object, inspect: Inspect): string {
    const { code, detail } = this;
    const shown = inspect({ code, detail }, { ...options, depth: 1, maxArrayLength: 3, maxStringLength: 40 });
    return `${this.stack} ${shown.slice(0, LONGEST)}`;
  }

  /** @internal */
  get [BRAND](): true {
    return true;
  }

  /** @internal A class derived from this one uses the ordinary test. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it may be a derived class
    return (this === GlmError ? isGlmError : super[Symbol.hasInstance]).call(this, value);
  }
}
