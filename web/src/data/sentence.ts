// What was chosen, as a sentence.
import type { Opened, Spec } from "../messages.js";
import { FAMILY_WORDS, linkOf, methodOf } from "../spec.js";
import { whole } from "../ui/format.js";

const MOST_NAMED = 6;

/** "sex, age and passengerClass"; "57 columns". */
export function namesInWords(names: readonly string[]): string {
  if (names.length === 0) return "nothing but its mean";
  if (names.length > MOST_NAMED) return `${names.length} columns`;
  if (names.length === 1) return names[0]!;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

const COMMON: Readonly<Record<string, string>> = {
  "gaussian identity": "a linear model",
  "binomial logit": "a logistic model",
  "binomial probit": "a probit model",
  "poisson log": "a Poisson model of rates",
  "multinomial logit": "a multinomial logistic model",
};

export function modelInWords(spec: Pick<Spec, "family" | "link">): string {
  const link = linkOf(spec);
  return COMMON[`${spec.family} ${link}`] ?? `a ${spec.family} model with the ${link} link`;
}

/** "survived is explained by sex and age: yes or no, by a logistic model". */
export function choiceSentence(spec: Spec, { sparseColumns }: Pick<Opened, "sparseColumns"> = {}): string {
  const method = methodOf(spec);
  const how = method === "maximum likelihood" ? "" : ` with ${method}`;
  const names = sparseColumns === undefined ? namesInWords(spec.predictors) : `all ${whole(sparseColumns)} columns`;
  const by = spec.formula === undefined ? names : "a formula";
  return `${spec.response} is explained by ${by}: ${FAMILY_WORDS[spec.family]}, by ${modelInWords(spec)}${how}.`;
}
