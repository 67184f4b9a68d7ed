// Unit deviances, residuals and log-likelihoods of every family and link at extreme arguments, against mpmath: means close to y
// and far from it, counts up to 1e15, theta up to 1e300, predictors from -1000 to 1000.
import { describe, expect, it } from "vitest";
import { ASK } from "../../src/base/ids.js";
import {
  type FamilyName,
  type FamilyOption,
  fitSync,
  type LinkName,
  negativeBinomial,
  tweedie,
} from "../../src/index.js";
import { chooseFamily } from "../../src/options/plan.js";
import { asking } from "../helpers/families.js";
import { fixture } from "../helpers/fixture.js";
import { FORMS } from "../helpers/forms.js";

type Wide = number | "Infinity" | "-Infinity";

interface Case {
  readonly family: FamilyName;
  readonly link: LinkName;
  readonly theta?: number;
  readonly power?: number;
  readonly y: readonly number[];
  readonly eta: readonly number[];
  readonly trials?: readonly number[];
  readonly weights?: readonly number[];
  readonly unit: readonly Wide[];
  readonly condition: readonly number[];
  readonly working: readonly Wide[];
  readonly pearson: readonly Wide[];
  readonly deviance: Wide;
  readonly logLikelihood?: Wide;
}

const { cases } = await fixture<{ cases: readonly Case[] }>("likelihoods");

/** Relative, for arguments that are exact; beside it a few units in the last place of eta and of log y. */
const EXACT = 2e-13;
const ULPS = 1e-15;
/** What the deviance of a fit may lose where the difference of two sums serves. */
const OF_SUMS = 2e-11;

const RANGE = 1e290;

function off(got: number, want: Wide, condition: number): number {
  const right = Number(want);
  if (!(Math.abs(right) < RANGE)) return got === right || Math.abs(got) > RANGE ? 0 : Infinity;
  if (Math.abs(right) < 1 / RANGE) return Math.abs(got) < 1e10 / RANGE ? 0 : Infinity;
  return Math.abs(got - right) / (EXACT + ULPS * condition) / Math.abs(right);
}

function nameOf({ family, link, theta, power, y, eta, trials }: Case): string {
  const shape = theta ?? power;
  return `${family}${shape === undefined ? "" : ` ${shape}`} ${link}, y ${y.slice(0, 2).join()}${trials ? ` of ${trials[0]}` : ""}, eta ${eta.slice(0, 2).join()}`;
}

function optionOf({ family, theta, power }: Case): FamilyOption {
  if (theta !== undefined) return negativeBinomial({ theta });
  return power === undefined ? family : tweedie({ power });
}

describe("likelihoods at extreme arguments", () => {
  it("has every family with every link", () => {
    const there = new Set(cases.map(({ family, link }) => `${family} ${link}`));
    expect(FORMS.map(({ name }) => name).filter((name) => !there.has(name))).toEqual([]);
  });

  it.each([
    ["unit deviances", ASK.deviance, "unit"],
    ["working residuals", ASK.working, "working"],
    ["Pearson residuals", ASK.pearsonRow, "pearson"],
  ] as const)("%s", (_, what, field) => {
    const wrong = cases.flatMap((c) => {
      const family = asking(chooseFamily({ family: optionOf(c), link: c.link }));
      const ys = c.y.map((v, i) => v / (c.trials?.[i] ?? 1));
      const got = family.rows(what, ys, c.eta);
      const bad = got.findIndex((v, i) => !(off(v, c[field][i]!, c.condition[i]!) <= 1));
      return bad < 0 ? [] : [`${nameOf(c)} row ${bad}: ${got[bad]} for ${c[field][bad]}`];
    });
    expect(wrong).toEqual([]);
  });

  it("deviance and logLikelihood of a fit", () => {
    const wrong = cases.flatMap((c) => {
      if (!(Number(c.deviance) < RANGE)) return [];
      const { trials, weights } = c;
      const rows = c.y.map(() => []);
      const options = { family: optionOf(c), link: c.link, offset: c.eta, intercept: false, trials, weights };
      const model = fitSync(rows, c.y, options);
      const worst = Math.max(...c.condition);
      const loose = OF_SUMS + ULPS * worst;
      const right = Number(c.deviance);
      const out: string[] = [];
      const isRight = right > 1 / RANGE ? Math.abs(model.deviance - right) <= loose * right : model.deviance < 1e-200;
      if (!isRight) out.push(`${nameOf(c)}: deviance ${model.deviance} for ${right}`);
      if (c.logLikelihood === undefined) return out;
      const want = Number(c.logLikelihood);
      // the deviance enters by half, or by its logarithm times half the weight
      const weight = c.y.reduce((sum, _, i) => sum + (weights?.[i] ?? 1), 0);
      const free = ["gamma", "gaussian", "inverse-gaussian"].includes(c.family);
      const room = 1e-12 * Math.max(1, Math.abs(want)) + loose * (free ? weight : right);
      if (!(Math.abs(model.logLikelihood - want) <= room))
        out.push(`${nameOf(c)}: logLikelihood ${model.logLikelihood} for ${want}`);
      return out;
    });
    expect(wrong).toEqual([]);
  });
});
