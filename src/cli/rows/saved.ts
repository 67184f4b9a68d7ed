import { GlmError, Model } from "../../index.js";
import type { Source } from "../../table/source.js";
import { TRANSFORM_NAMES, type TransformName } from "../../table/transform.js";
import { toJSON } from "../output/output.js";

/** A model, and the transform of the columns before it. */
export interface Saved {
  readonly model: Model;
  readonly transform: TransformName | undefined;
}

/** Version of the wrapper in which 0.1.0 saved models of transformed columns. */
const WRAPPER = 1;

/**
 * The model as `model.toJSON()` gives it. A transform of its columns is an extra field beside the numbers of the model: the library
 * keeps it and writes it again, and `dropglm predict` applies it.
 */
export function writeSaved({ model, transform }: Saved): string {
  return toJSON({ ...model.toJSON(), transform });
}

export function readSaved({ name, text }: Source): Saved {
  const json = parse(name, text);
  if (!isRecord(json)) return { model: readModel(name, json), transform: undefined };
  const wrapped = "dropglm" in json;
  if (wrapped && json.dropglm !== WRAPPER) {
    throw new GlmError(
      "BAD_MODEL",
      `${name} is of version ${String(json.dropglm)}; this program reads version ${WRAPPER}: update dropglm`,
    );
  }
  const transform = wrapped || json.transform !== undefined ? readTransform(name, json.transform) : undefined;
  return { model: readModel(name, wrapped ? json.model : json), transform };
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GlmError(
      "BAD_MODEL",
      `${name} is not a saved model: ${(cause as Error).message}; expected what dropglm fit --save wrote`,
    );
  }
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null;
}

function readTransform(name: string, transform: unknown): TransformName {
  const known = TRANSFORM_NAMES.find((candidate) => candidate === transform);
  if (known !== undefined) return known;
  throw new GlmError(
    "BAD_MODEL",
    `${name} names the transform ${String(transform)}; expected ${TRANSFORM_NAMES.join(" or ")}: update dropglm`,
  );
}

function readModel(name: string, json: unknown): Model {
  try {
    return Model.fromJSON(json);
  } catch (error) {
    throw error instanceof GlmError ? new GlmError(error.code, `${name}: ${error.message}`, error.detail) : error;
  }
}
