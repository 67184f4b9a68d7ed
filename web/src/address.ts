// The part of the page's address after #: which data, which view, which model. Data are never in it.

import type { ColumnKind, Spec } from "./messages.js";
import { FAMILY_WORDS, LINKS_OF } from "./spec.js";

export const VIEW_NAMES = ["start", "data", "finding", "compare", "steps", "digits"] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export interface Place {
  readonly set: string | undefined;
  /** Name of a visitor's own file, which the link cannot bring. */
  readonly file: string | undefined;
  readonly view: string | undefined;
  readonly spec: Partial<Spec>;
}

const PLAIN = ["formula", "response", "success", "weights", "offset", "exposure", "trials"] as const;

export function addressOf({
  set,
  file,
  view,
  spec,
}: {
  readonly set: string | undefined;
  readonly file: string | undefined;
  readonly view: string;
  readonly spec: Spec | undefined;
}): string {
  const entries: [string, string][] = [["view", view]];
  if (set !== undefined) entries.push(["set", set]);
  if (file !== undefined) entries.push(["file", file]);
  if (spec === undefined) return `#${new URLSearchParams(entries)}`;
  for (const name of PLAIN) if (spec[name] !== undefined) entries.push([name, spec[name]]);
  entries.push(["family", spec.family]);
  if (spec.link !== undefined) entries.push(["link", spec.link]);
  if (spec.missing !== "omit") entries.push(["missing", spec.missing]);
  if (spec.noise !== "none")
    entries.push(["noise", spec.noise], ["rate", String(spec.rate)], ["approximation", spec.approximation]);
  if (spec.penalty !== "none") entries.push(["penalty", spec.penalty], ["lambda", String(spec.lambda)]);
  for (const [name, kind] of Object.entries(spec.types)) entries.push(["type", `${kind}:${name}`]);
  const predictors = spec.predictors.length === 0 ? [""] : spec.predictors; // none is said, too
  if (spec.formula === undefined) for (const name of predictors) entries.push(["by", name]);
  return `#${new URLSearchParams(entries)}`;
}

export function placeOf(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (name: string): string | undefined => given.get(name) ?? undefined;
  const oneOf = <T extends string>(name: string, names: readonly T[]): T | undefined =>
    names.find((value) => value === given.get(name));
  const number = (name: string, low: number, high: number): number | undefined => {
    const value = Number(given.get(name) ?? Number.NaN);
    return value >= low && value <= high ? value : undefined;
  };
  const types = given.getAll("type").map((one): [string, ColumnKind] => {
    const at = one.indexOf(":");
    return [one.slice(at + 1), one.slice(0, at) as ColumnKind];
  });
  const family = oneOf("family", Object.keys(FAMILY_WORDS) as (keyof typeof FAMILY_WORDS)[]);
  const spec = {
    ...Object.fromEntries(PLAIN.map((name) => [name, text(name)])),
    family,
    link: family === undefined ? undefined : oneOf("link", LINKS_OF[family]),
    missing: oneOf("missing", ["omit", "indicator"]),
    noise: oneOf("noise", ["none", "dropout", "additive", "multiplicative"]),
    rate: number("rate", 0, 10),
    approximation: oneOf("approximation", ["gaussian", "quadratic"]),
    penalty: oneOf("penalty", ["none", "ridge", "lasso"]),
    lambda: number("lambda", 0, 1e9),
    types:
      types.some(([, kind]) => !["number", "category", "date"].includes(kind)) || types.length === 0
        ? undefined
        : Object.fromEntries(types),
    predictors: given.has("by") ? given.getAll("by").filter((name) => name !== "") : undefined,
  };
  const known = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
  return { set: text("set"), file: text("file"), view: text("view"), spec: known as Partial<Spec> };
}
