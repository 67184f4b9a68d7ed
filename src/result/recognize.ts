import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { ModelData } from "./data.js";
import { degreesOf } from "./later.js";
import { readJSON } from "./serialize.js";

// Recognizes models of other builds: a program may load the package both as ES module and as CommonJS.

/** The kind of a result, in words. The symbol is registered, so that builds of the package recognize each other's results. */
export const KIND: unique symbol = Symbol.for("dropglm.kind") as never;

/** The property with the data of a model. It is no private field, so that a Proxy of a model works too. */
export const DATA: unique symbol = Symbol("data");

/** The properties of a model that are not fields. */
export function propertiesOf(data: ModelData): PropertyDescriptorMap {
  return { [DATA]: { value: data }, [KIND]: { value: "model" }, degreesOfFreedom: degreesOf(data) };
}

const read = new WeakMap<object, ModelData>();

/** The data of a model; for a model of another build by the saved form that both know; otherwise an error that names the actual kind. */
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
    return undefined; // a getter or a Proxy threw
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
