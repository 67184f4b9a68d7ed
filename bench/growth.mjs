// How time grows: one size doubled four times, the others fixed; with the exponent that fits the times.

/** @typedef {import("./cases.mjs").Case} Case */

const DOUBLINGS = 4;

/** @type {[string, (times: number) => Omit<Case, "id" | "title">][]} */
const AXES = [
  ["rows", (times) => ({ family: "binomial", rows: 10_000 * times, columns: 50, lambda: 0.01, seed: 21 })],
  ["columns", (times) => ({ family: "binomial", rows: 10_000, columns: 40 * times, lambda: 0.01, seed: 22 })],
  [
    "non-zeros",
    (times) => ({
      family: "binomial",
      data: "text",
      rows: 10_000,
      columns: 20_000,
      words: 15 * times,
      intercept: false,
      lambda: 1e-4,
      seed: 23,
    }),
  ],
  [
    "classes",
    (times) => ({
      family: "multinomial",
      data: "classes",
      rows: 4000,
      columns: 50,
      classes: 2 * times,
      lambda: 0.01,
      seed: 24,
    }),
  ],
];

/** @type {readonly Case[]} */
export const GROWTH_CASES = AXES.flatMap(([axis, at]) =>
  Array.from({ length: DOUBLINGS + 1 }, (_, k) => ({
    ...at(2 ** k),
    id: `growth-${axis}-${2 ** k}`,
    title: `${axis} x ${2 ** k}`,
    growth: { axis, times: 2 ** k },
  })),
);

/**
 * For every axis and program the exponent a of ms ~ size^a, by least squares on logarithms. Only axes with all their cases.
 *
 * @param {Record<string, any>} outcomes  by id
 */
export function exponents(outcomes) {
  return AXES.flatMap(([axis]) => {
    const cases = GROWTH_CASES.filter(({ growth }) => growth?.axis === axis);
    const found = cases.map(({ id }) => outcomes[id]);
    if (found.includes(undefined)) return [];
    const names = found[0].entries.map((/** @type {any} */ { name }) => name);
    return names.flatMap((/** @type {string} */ name) => {
      const ms = found.map(({ entries }) => entries.find((/** @type {any} */ e) => e.name === name)?.ms?.median);
      if (ms.includes(undefined)) return [];
      const times = cases.map(({ growth }) => Math.log2(growth?.times ?? 1));
      return [{ axis, name, ms, exponent: slope(times, ms.map(Math.log2)) }];
    });
  });
}

/** @param {number[]} x @param {number[]} y */
function slope(x, y) {
  const mean = (/** @type {number[]} */ v) => v.reduce((sum, a) => sum + a, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sxy = x.reduce((sum, a, k) => sum + (a - mx) * (y[k] - my), 0);
  return sxy / x.reduce((sum, a) => sum + (a - mx) ** 2, 0);
}
