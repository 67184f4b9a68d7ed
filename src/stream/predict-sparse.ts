import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { readMemory } from "../base/memory.js";
import { show } from "../base/show.js";
import { type Model, sparse } from "../index.js";
import { type SparseGroup, type SvmlightSource, sparseGroups } from "../source/svmlight.js";
import type { Predictions, StreamPredictOptions } from "./predictions.js";

/** Options of predictions of a file of SVMlight. */
export interface SparsePredictOptions extends Pick<StreamPredictOptions, "type" | "memory"> {
  /**
   * Entries in columns after the last one of the model: "error" (default) refuses them, as in memory; "omit" leaves them out, and `omitted` of the
   * predictions counts them.
   */
  readonly beyond?: "error" | "omit" | undefined;
}

/** Bytes of an entry as it is read, and of one in the kernel, which has rows and columns. */
const ENTRY = 40;
/** Bytes of a row beside its entries, and of each of its predictions. */
const ROW = 32;

/** Predictions for the rows of a file of SVMlight, by a model of numbers. */
export async function* predictSparse(
  model: Model,
  source: SvmlightSource,
  options: SparsePredictOptions,
): AsyncGenerator<Predictions> {
  checkKeys(options, ["type", "memory", "beyond"], "predict");
  const { memory = "1GB", beyond = "error", ...asked } = options;
  if (beyond !== "error" && beyond !== "omit") {
    throw new GlmError("BAD_OPTION", `beyond is ${show(beyond)}; expected "error" or "omit"`, { beyond });
  }
  check(model, source);
  const bytes = readMemory(memory);
  const perRow = ROW * (1 + (model.classes?.length ?? 1));
  for await (const group of sparseGroups(source)) {
    const { length } = group.y;
    const parts = Math.min(length, Math.ceil((ENTRY * group.values.length + perRow * length) / bytes));
    for (let k = 0; k < parts; k++) {
      const [from, end] = [Math.floor((k * length) / parts), Math.floor(((k + 1) * length) / parts)];
      const { x, omitted } = rowsOf(model, source, group, from, end, beyond);
      const values = model.predict(x, asked as object) as unknown as Predictions["values"];
      yield { first: group.first + from, values, ...(beyond === "omit" && { omitted }) };
    }
  }
}

function check({ formula, names }: Model, { name, columns, zeroBased }: SvmlightSource): void {
  if (formula !== undefined) {
    const message = `predict: the model has a formula, which takes columns by their names; ${name} has numbered ones: expected a table`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  if (typeof zeroBased !== "boolean") {
    const message = `predict: ${name} without zeroBased; expected svmlight(path, { zeroBased }), true or false as the file of the fit had it: a second file does not say which index is the first column`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  if (columns === undefined || columns === names.length) return;
  const message = `predict: ${name} has ${columns} columns; expected ${names.length}, as the model: leave columns out`;
  throw new GlmError("BAD_SHAPE", message, { got: columns, want: names.length });
}

/** Rows from .. end - 1 with the columns of the model. */
function rowsOf(
  { names }: Model,
  { name, zeroBased }: SvmlightSource,
  { indptr, indices, values, lines }: SparseGroup,
  from: number,
  end: number,
  beyond: "error" | "omit",
) {
  const columns = names.length;
  const shift = zeroBased === true ? 0 : 1;
  const [begin, stop] = [indptr[from]!, indptr[end]!];
  const own = {
    indptr: new Float64Array(end - from + 1),
    indices: new Int32Array(stop - begin),
    values: new Float64Array(stop - begin),
  };
  let count = 0;
  for (let i = from; i < end; i++) {
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) {
      const j = indices[k]! - shift;
      if (j < columns) {
        own.indices[count] = j;
        own.values[count++] = values[k]!;
      } else if (beyond === "error") {
        const message = `${name}, line ${lines[i]}: index ${indices[k]}; the last of the model's ${columns} columns has the index ${columns - 1 + shift}: leave it out, or set beyond: "omit"`;
        throw new GlmError("BAD_VALUE", message, { line: lines[i]! });
      }
    }
    own.indptr[i - from + 1] = count;
  }
  const x = sparse({
    ...{ format: "csr", rows: end - from, columns, indptr: own.indptr },
    ...{ indices: own.indices.subarray(0, count), values: own.values.subarray(0, count) },
  });
  return { x, omitted: stop - begin - count };
}
