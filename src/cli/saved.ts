import { GlmError, Model } from "../index.js";
import { toJSON } from "./output.js";
import type { Source } from "./source.js";
import { TRANSFORM_NAMES, type TransformName } from "./transform.js";

/** A model, and what has to be done to columns before it sees them. */
export interface Saved {
  readonly model: Model;
  readonly transform: TransformName | undefined;
}

/** Version of the wrapper around a model of transformed columns. */
const FORMAT = 1;

/**
 * A model of columns as given is written as `model.toJSON()`, which the library reads too. A model of transformed
 * columns is wrapped, so that nobody can predict with it and forget the transform: Model.fromJSON refuses the wrapper.
 */
export function writeSaved({ model, transform }: Saved): string {
  return toJSON(transform === undefined ? model.toJSON() : { dropglm: FORMAT, transform, model: model.toJSON() });
}

export function readSaved({ name, text }: Source): Saved {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new GlmError(
      "BAD_MODEL",
      `${name} is not a saved model: ${(cause as Error).message}; expected what dropglm fit --save wrote`,
    );
  }
  const isWrapped = typeof json === "object" && json !== null && "dropglm" in json;
  return isWrapped
    ? unwrap(name, json as Readonly<Record<string, unknown>>)
    : { model: readModel(name, json), transform: undefined };
}

function unwrap(name: string, { dropglm, transform, model }: Readonly<Record<string, unknown>>): Saved {
  if (dropglm !== FORMAT) {
    throw new GlmError(
      "BAD_MODEL",
      `${name} is of version ${String(dropglm)}; this program reads version ${FORMAT}: update dropglm`,
    );
  }
  const known = TRANSFORM_NAMES.find((candidate) => candidate === transform);
  if (known === undefined) {
    throw new GlmError(
      "BAD_MODEL",
      `${name} names the transform ${String(transform)}; expected ${TRANSFORM_NAMES.join(" or ")}: update dropglm`,
    );
  }
  return { model: readModel(name, model), transform: known };
}

function readModel(name: string, json: unknown): Model {
  try {
    return Model.fromJSON(json);
  } catch (error) {
    throw error instanceof GlmError ? new GlmError(error.code, `${name}: ${error.message}`, error.detail) : error;
  }
}
