// Options that exclude each other are refused before the fit, with advice. The test runs over the registries, so that it includes a new family,
// link, solver or approximation.
import { describe, expect, it, vi } from "vitest";
import { FAMILIES, type FamilyName } from "../../src/families/index.js";
import {
  additive,
  type DesignInput,
  dropout,
  type ErrorCode,
  elasticNet,
  type FamilyOption,
  type FitOptions,
  fitSync,
  l1Ball,
  l2Ball,
  laplace,
  lasso,
  matrix,
  mcp,
  negativeBinomial,
  poissonNoise,
  quasi,
  type ResponseInput,
  scad,
  sparse,
  tweedie,
} from "../../src/index.js";
import { LINK_NAMES } from "../../src/links/index.js";
import { APPROXIMATIONS } from "../../src/noise/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { approximationsOf } from "../helpers/cases.js";
import { calmData, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { expectRefusal } from "../helpers/thrown.js";

const X = [[1, 5], [2, 3], [4, 4], [7, 1]]; // biome-ignore format: one matrix
const Y = [1, 3, 2, 5];
const LABELS = [0, 1, 0, 1];

/** Checks code and message of the error, and that no pass over the data came before it. */
function refuses(x: DesignInput, y: ResponseInput, options: FitOptions, code: ErrorCode, message: RegExp): void {
  const onProgress = vi.fn();
  expectRefusal(() => fitSync(x, y, { ...options, onProgress }), code, message);
  expect(onProgress).not.toHaveBeenCalled();
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(" or ");

describe("a family", () => {
  for (const theta of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "2"]) {
    it(`has no theta ${String(theta)}`, () => {
      const message = new RegExp(`^negativeBinomial theta is ${theta}; expected a number > 0, or "estimate"$`);
      expectRefusal(() => negativeBinomial({ theta: theta as number }), "BAD_OPTION", message);
      const family = { family: "negative-binomial", theta } as FamilyOption;
      refuses(X, Y, { family }, "BAD_OPTION", message);
    });
  }

  for (const power of [-1, 0.5, 0.999, Number.NaN, Number.POSITIVE_INFINITY, "1.5"]) {
    it(`has no power ${String(power)}`, () => {
      const message = new RegExp(
        `^tweedie power is ${power}; expected 0 or a number >= 1: no distribution has a power between`,
      );
      expectRefusal(() => tweedie({ power: power as number }), "BAD_OPTION", message);
    });
  }

  it("of a power has the y of that power", () => {
    const options = { family: tweedie({ power: 2.5 }) };
    refuses(
      X,
      [1, 0, 2, 3],
      options,
      "OUT_OF_DOMAIN",
      /^y\[1\] = 0 is outside \(0, Infinity\), the domain of the tweedie family; /,
    );
  });

  it("of many classes has no quasi-likelihood", () => {
    const options: FitOptions = { family: quasi("multinomial") };
    const message = /^quasi\("multinomial"\) has no single variance to compare with; expected a family with one mean$/;
    refuses(X, LABELS, options, "NOT_SUPPORTED", message);
  });

  it("of many classes needs every class in rows with weight", () => {
    const options: FitOptions = { family: "multinomial", weights: [1, 0, 1, 1] };
    const message =
      /^class "b" of y has no row with weight; expected two rows or more of every class: leave the class out, or join/;
    refuses(X, ["a", "b", "a", "a"], options, "BAD_VALUE", message);
  });

  const pairs = (Object.keys(FAMILIES) as FamilyName[]).flatMap((family) =>
    LINK_NAMES.filter((link) => !(FAMILIES[family].links as readonly string[]).includes(link)).map((link) => ({
      family,
      link,
    })),
  );
  it.each(pairs)("$family goes without the link $link, and lists its own", ({ family, link }) => {
    const own = FAMILIES[family].links.join(", ");
    const message = new RegExp(`^link "${link}" cannot be used with family "${family}"; expected one of ${own}$`);
    refuses(X, LABELS, { family, link }, "NOT_SUPPORTED", message);
  });
});

describe("a ball", () => {
  for (const [name, constraint] of Object.entries({ l1: l1Ball(1), l2: l2Ball(1) })) {
    it(`(${name}) goes with a given theta, not with an estimated one`, () => {
      const message = /^a constraint needs a given theta, not an estimated one; use negativeBinomial\(\{ theta \}\)$/;
      refuses(X, Y, { family: "negative-binomial", constraint }, "NOT_SUPPORTED", message);
      refuses(X, Y, { family: negativeBinomial({ theta: "estimate" }), constraint }, "NOT_SUPPORTED", message);
      const { x, y } = calmData("negative-binomial");
      expect(fitSync(x, y, { family: negativeBinomial({ theta: 2 }), constraint }).status.code).toBe("converged");
    });
  }
});

describe("an approximation that the family does not have", () => {
  const absent = FORMS.flatMap((form) => {
    const possible = approximationsOf(form.family);
    const others = (Object.keys(APPROXIMATIONS) as (keyof typeof APPROXIMATIONS)[]).filter(
      (a) => !possible.includes(a),
    );
    return others.map((approximation) => ({ form, name: form.name, approximation, possible }));
  });
  it.each(absent)("$approximation: $name names those it has", ({ form, approximation, possible }) => {
    const { x, y } = calmData(form);
    const { name, link } = form.family;
    const message = new RegExp(
      `^approximation "${approximation}" does not exist for family "${name}" with the ${link} link; it can be ${possible.join(" or ")}$`,
    );
    refuses(x, y, { ...form.options, noise: dropout(0.1, { approximation }) }, "NOT_SUPPORTED", message);
  });

  for (const noise of [
    additive(0.1, { approximation: "monte-carlo" }),
    laplace(0.1, { approximation: "monte-carlo" }),
  ]) {
    it(`${noise.noise} copies of a sparse x are refused for those that stay sparse`, () => {
      const x = sparse({
        format: "csr",
        rows: 4,
        columns: 2,
        indptr: [0, 1, 1, 2, 2],
        indices: [0, 1],
        values: [1, 2],
      });
      const message = new RegExp(
        `^${noise.noise} noise makes every zero of a sparse x a number, .*; use gaussian or quadratic$`,
      );
      refuses(x, LABELS, { family: "binomial", noise }, "NOT_SUPPORTED", message);
    });
  }
});

describe("a solver that cannot serve the request", () => {
  const REQUESTS: Record<string, { options: FitOptions; what: string }> = {
    lasso: { options: { penalty: lasso(0.1) }, what: "an L1 penalty" },
    "elastic net": { options: { penalty: elasticNet(0.1, 0.01) }, what: "an L1 penalty" },
    "l1 ball": { options: { constraint: l1Ball(1) }, what: "an L1 penalty" },
    mcp: { options: { penalty: mcp(0.1) }, what: "penalty mcp" },
    scad: { options: { penalty: scad(0.1) }, what: "penalty scad" },
    bounds: { options: { bounds: { lower: [0, -Infinity] } }, what: "bounds" },
  };
  const able = SOLVER_NAMES.filter((name) => SOLVERS[name].constrained);
  for (const [request, { options, what }] of Object.entries(REQUESTS)) {
    for (const solver of SOLVER_NAMES) {
      if (able.includes(solver)) {
        it(`${request}: ${solver} can`, () =>
          expect(fitSync(X, Y, { ...options, solver }).status.code).toBe("converged"));
      } else {
        it(`${request}: ${solver} names those that can`, () => {
          const message = new RegExp(
            `^solver "${solver}" cannot serve ${what}; use ${quoted(able)}, or leave the choice to "auto"$`,
          );
          refuses(X, Y, { ...options, solver: solver as SolverName }, "NOT_SUPPORTED", message);
        });
      }
    }
  }
});

describe("poisson noise", () => {
  const options: FitOptions = { noise: poissonNoise() };
  const negative = [[1, 5], [2, 3], [4, -4], [7, 1]]; // biome-ignore format: one matrix
  const advice = "poisson noise expects counts >= 0: use another noise, or none for this column";
  it("refuses entries below 0 with their place", () => {
    refuses(negative, Y, options, "OUT_OF_DOMAIN", new RegExp(`^x\\[2\\]\\[1\\] \\(column x2\\) = -4; ${advice}$`));
    const columns = { a: [1, 2, 3, 4], b: [1, 2, -0.5, 1] };
    refuses(columns, Y, options, "OUT_OF_DOMAIN", new RegExp(`^x\\[2\\]\\[1\\] \\(column b\\) = -0.5; ${advice}$`));
    const x = sparse({ format: "csc", rows: 4, columns: 2, indptr: [0, 1, 2], indices: [0, 3], values: [1, -2] });
    refuses(x, Y, options, "OUT_OF_DOMAIN", new RegExp(`^x\\[3\\]\\[1\\] \\(column x2\\) = -2; ${advice}$`));
  });

  it("takes them in a column that it leaves alone, and in rows without weight", () => {
    expect(fitSync(negative, Y, { noise: { noise: "poisson", strength: [1, 0] } }).status.code).toBe("converged");
    expect(fitSync(negative, Y, { ...options, weights: [1, 1, 0, 1] }).status.code).toBe("converged");
  });
});

describe("rows without labels", () => {
  const noise = dropout(0.2);
  const names = (order: readonly string[]) =>
    Object.fromEntries(order.map((name, k) => [name, X.map((row) => row[k]!)]));
  const unlabeled = (
    given: object,
    options: FitOptions = { noise },
    x: DesignInput = X,
  ): [DesignInput, number[], FitOptions] => [x, Y, { ...options, unlabeled: { x: X, ...given } }];

  it("are refused without noise", () => {
    const message = /^unlabeled rows enter through the noise penalty only; add noise, as dropout\(0.5\)$/;
    refuses(...unlabeled({}, {}), "NOT_SUPPORTED", message);
    refuses(...unlabeled({}, { noise: dropout(0) }), "NOT_SUPPORTED", message);
  });

  it.each(FORMS.map((form) => ({ form, name: form.name })))("go with canonical links only: $name", ({ form }) => {
    const { x, y } = calmData(form);
    const options: FitOptions = { ...form.options, noise: dropout(0.05), unlabeled: { x } };
    if (form.family.isCanonical) {
      expect(fitSync(x, y, options).status.code).toBe("converged");
      return;
    }
    const { name, link } = form.family;
    const message = new RegExp(
      `^unlabeled rows need a noise penalty that knows no y; with family "${name}" and the ${link} link it depends on y: use a canonical link$`,
    );
    refuses(x, y, options, "NOT_SUPPORTED", message);
  });

  for (const weight of [0, -0.5, 1.5, Number.NaN, "1"]) {
    it(`have no weight ${String(weight)}`, () => {
      const message = new RegExp(`^unlabeled.weight is ${weight}; expected a number in \\(0, 1\\]$`);
      refuses(...unlabeled({ weight }), "BAD_OPTION", message);
    });
  }

  it("are refused in a matrix whose names are in another order, or are others", () => {
    const named = (order: string[]) => matrix(Float64Array.from(X.flat()), 4, 2, "row", order);
    const message =
      /^column 0 of unlabeled.x is "b"; expected "a", as in x: give the columns in its order, or by name$/;
    refuses(...unlabeled({ x: named(["b", "a"]) }, { noise }, names(["a", "b"])), "BAD_SHAPE", message);
    const other = /^column 1 of unlabeled.x is "c"; expected "b", as in x: /;
    refuses(...unlabeled({ x: named(["a", "c"]) }, { noise }, names(["a", "b"])), "BAD_SHAPE", other);
  });

  it("come by name in any order, with columns to spare; a missing one is named", () => {
    const x = names(["a", "b"]);
    const { a, b } = x as { a: number[]; b: number[] };
    const fitted = (more: DesignInput) => fitSync(x, Y, { noise, unlabeled: { x: more } }).toJSON();
    expect(fitted({ c: a, b, a })).toEqual(fitted({ a, b }));
    refuses(...unlabeled({ x: { a } }, { noise }, x), "BAD_SHAPE", /^unlabeled\.x\.b is not a column; /);
  });

  it("of another width, or with entries that are no numbers, are refused with the place", () => {
    refuses(...unlabeled({ x: [[1], [2]] }), "BAD_SHAPE", /^unlabeled.x has 1 columns; expected 2, as x$/);
    const holes = [[1, 2], [3, Number.NaN]]; // biome-ignore format: one matrix
    refuses(...unlabeled({ x: holes }), "BAD_VALUE", /^unlabeled\.x\[1\]\[1\] = NaN; entries must be finite numbers/);
    const below = [[1, 2], [-3, 1]]; // biome-ignore format: one matrix
    const message = /^unlabeled\.x\[1\]\[0\] \(column x1\) = -3; poisson noise expects counts >= 0/;
    refuses(...unlabeled({ x: below }, { noise: poissonNoise() }), "OUT_OF_DOMAIN", message);
    refuses(...unlabeled({ x: [] }), "EMPTY", /^unlabeled\.x has no rows; at least one is needed$/);
  });
});

describe("indices of a sparse x", () => {
  it("in any order give the same fit, bit for bit, and are left as they were", () => {
    const sorted = { indptr: [0, 2, 4, 5, 7], indices: [0, 2, 0, 1, 2, 1, 2], values: [1, 2, 3, 4, 5, 6, 7] };
    const mixed = { indptr: [0, 2, 4, 5, 7], indices: [2, 0, 1, 0, 2, 2, 1], values: [2, 1, 4, 3, 5, 7, 6] };
    const fitted = (parts: typeof sorted) =>
      fitSync(sparse({ format: "csr", rows: 4, columns: 3, ...parts }), LABELS, {
        family: "binomial",
        noise: dropout(0.3),
      });
    expect(fitted(mixed).toJSON()).toEqual(fitted(sorted).toJSON());
    expect(mixed.indices).toEqual([2, 0, 1, 0, 2, 2, 1]);
  });
});
