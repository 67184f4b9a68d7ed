import { GlmError } from "../base/errors.js";
import type { Names } from "../validation/folds.js";

// What folds are made of beside y: labels and times of the rows in use, and which rows of the source those are. Four bytes a row each, eight for times.

/** One partition: its rows in the source, the places of those that are left out, and the options of one value per row. */
interface Rows {
  readonly rows: Int32Array;
  readonly omitted: Int32Array;
  readonly options: Readonly<Record<string, unknown>>;
}

export class Beside {
  readonly #parts: { readonly omitted: Int32Array; readonly count: number }[] = [];
  readonly #codes: Int32Array[] = [];
  readonly #names = new Map<string | number, number>();
  readonly #times: Float64Array[] = [];

  add({ rows, omitted, options }: Rows): void {
    this.#parts.push({ omitted, count: rows.length });
    const labels = (options.groups ?? (typeof options.folds === "object" ? options.folds : undefined)) as
      | ArrayLike<string | number>
      | undefined;
    if (labels !== undefined) this.#codes.push(Int32Array.from(labels, (name) => this.#code(name)));
    if (options.times !== undefined) this.#times.push(finite(options.times as ArrayLike<number>, rows));
  }

  #code(name: string | number): number {
    const known = this.#names.get(name) ?? this.#names.size;
    this.#names.set(name, known);
    return known;
  }

  /** The labels of the option `groups` or `folds`. */
  names(): Names {
    return { codes: joined(this.#codes, new Int32Array(this.#count())), names: [...this.#names.keys()] };
  }

  times(): Float64Array {
    return joined(this.#times, new Float64Array(this.#count()));
  }

  /** Numbers of the rows in use at their places among the rows of the source; -1 at the others. */
  placed(numbers: Int32Array, length: number): Int32Array {
    const all = new Int32Array(length).fill(-1);
    let [row, at] = [0, 0];
    for (const { omitted, count } of this.#parts) {
      for (let i = 0, out = 0; i < count + omitted.length; i++, row++) {
        if (omitted[out] === i) out++;
        else all[row] = numbers[at++]!;
      }
    }
    return all;
  }

  #count(): number {
    return this.#parts.reduce((sum, { count }) => sum + count, 0);
  }
}

function finite(times: ArrayLike<number>, rows: Int32Array): Float64Array {
  return Float64Array.from(times, (t, i) => {
    if (Math.abs(t) < Infinity) return t;
    throw new GlmError("BAD_VALUE", `times[${rows[i]}] = ${t}; expected a finite number`, { row: rows[i]! });
  });
}

function joined<T extends Int32Array | Float64Array>(parts: readonly T[], to: T): T {
  let at = 0;
  for (const part of parts) {
    to.set(part, at);
    at += part.length;
  }
  return to;
}
