import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { ModelData } from "./data.js";
import { readJSON } from "./serialize.js";

// What is given as a model, where it is none of this build: a program may hold two, one as a module and one as CommonJS.

/** What a result is, in words: registered, so that builds of the package know each other's. */
export const KIND: unique symbol = Symbol.for("dropglm.kind") as never;

/** Where the data of a model are: a property and no private field, so that a Proxy of a model is a model too. */
export const DATA: unique symbol = Symbol("data");

const read = new WeakMap<object, ModelData>();

/** The data of a model; of another build's by the saved form that both know; or a refusal that says what it is instead. */
export function dataOf(given: unknown, name: string): ModelData {
  if (typeof given !== "object" || given === null) throw refusal(name, show(given), "fit(x, y)");
  const own = field(given, DATA);
  if (own !== undefined) return own as ModelData;
  if (kindOf(given) === "model") {
    const data = read.get(given) ?? readJSON((given as { toJSON(): unknown }).toJSON());
    read.set(given, data);
    return data;
  }
  throw refusal(name, ...whatIs(given));
}

function refusal(name: string, found: string, remedy: string): GlmError {
  return new GlmError("BAD_OPTION", `${name} is ${found}; expected a Model, as of ${remedy}`, { name });
}

function kindOf(given: object): unknown {
  return field(given, KIND);
}

function field(given: object, key: PropertyKey): unknown {
  try {
    return (given as Record<PropertyKey, unknown>)[key];
  } catch {
    return undefined; // a getter, or a Proxy, that throws
  }
}

function whatIs(given: object): [found: string, remedy: string] {
  if (typeof field(given, "then") === "function") return ["a promise", "await fit(x, y)"];
  if (field(given, "format") === "dropglm-model") return ["a saved model", "Model.fromJSON(json)"];
  const kind = kindOf(given);
  if (kind === "path") return ["a path", "path.at(value, { exact: true })"];
  if (kind === "cross-validation") return ["a cross-validation", "refit()"];
  if (typeof kind === "string") return [kind, "fit(x, y)"];
  return [show(given), "fit(x, y)"];
}
