import { GlmError } from "../base/errors.js";
import type { Encoding } from "../frame/encoding.js";
import { termLabels } from "../frame/terms.js";
import type { ModelData } from "../result/data.js";
import { type ColumnGroups, readGroups } from "./groups.js";

/** A term of a model with its columns. */
export interface ModelTerm {
  readonly label: string;
  /** Places among the columns of the model. */
  readonly columns: readonly number[];
  /** Places of its variables in the encoding; undefined for groups of columns, and for marks of missing cells. */
  readonly variables: readonly number[] | undefined;
}

/** The terms of the formula, then the marks of missing cells; or groups of columns. */
export function termsOfModel(model: ModelData, groups: ColumnGroups | undefined, verb: string): ModelTerm[] {
  const { encoding, names } = model;
  if (groups !== undefined) {
    return readGroups(groups, names).map(({ name, columns }) => ({ label: name, columns, variables: undefined }));
  }
  if (encoding === undefined) {
    const message = `${verb}: the model was fitted to numbers and has no terms; expected a model of a formula, or groups: { race: ["black", "other"] }, where other columns are terms by themselves`;
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  const labels = termLabels(encoding);
  const columns = labels.map((): number[] => []);
  encoding.assign.forEach((t, j) => {
    columns[t]!.push(j);
  });
  return labels.map((label, t) => ({ label, columns: columns[t]!, variables: encoding.terms[t]?.variables }));
}

/** The places of the terms that contain another one: those with all of its variables, and more. */
export function containing(terms: readonly ModelTerm[], t: number): number[] {
  const own = terms[t]!.variables;
  if (own === undefined) return [];
  return [...terms.keys()].filter((u) => {
    const { variables } = terms[u]!;
    return u !== t && variables !== undefined && own.every((v) => variables.includes(v));
  });
}

/** The labels of factors under treatment contrasts within an interaction. */
export function treatedWithin({ terms, variables }: Encoding): string[] {
  const found = terms.flatMap((term) =>
    term.variables.length < 2
      ? []
      : term.variables.filter(
          (v, k) => term.codings[k] === "contrast" && variables[v]!.factor?.contrast === "treatment",
        ),
  );
  return [...new Set(found)].map((v) => variables[v]!.label);
}
