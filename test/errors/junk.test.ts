// For any argument a public function answers or throws a GlmError, never a TypeError from inside.
import { describe, expect, it } from "vitest";
import { additive, dropout, fitSync, GlmError, lambdaFrom, lambdaTo, Model, matrix, ridge } from "../../src/index.js";

const X = [[0], [1], [2], [3]];
const numbers = fitSync(X, [1, 0, 3, 4]);
const words = fitSync(X, ["a", "b", "a", "b"], { family: "binomial" });

/** Every argument of every public function, one at a time. */
const ARGUMENTS: Record<string, (junk: never) => unknown> = {
  "fitSync x": (junk) => fitSync(junk, [1, 2, 3, 4]),
  "fitSync y": (junk) => fitSync(X, junk),
  "fitSync options": (junk) => fitSync(X, [1, 2, 3, 4], junk),
  "an entry of x": (junk) => fitSync([[1], [junk]], [1, 2]),
  "a row of x": (junk) => fitSync([[1], junk], [1, 2]),
  "a column of x": (junk) => fitSync({ a: [1, 2], b: junk }, [1, 2]),
  "an entry of y": (junk) => fitSync([[1], [2]], [1, junk]),
  "the first entry of y": (junk) => fitSync([[1], [2]], [junk, 1]),
  "a weight": (junk) => fitSync([[1], [2]], [0, 1], { weights: [1, junk] }),
  "a dropout rate": (junk) => fitSync(X, [1, 2, 3, 4], { noise: dropout(junk) }),
  "the options of dropout": (junk) => fitSync(X, [1, 2, 3, 4], { noise: dropout(0.1, junk) }),
  "the options of additive": (junk) => fitSync(X, [1, 2, 3, 4], { noise: additive(0.1, junk) }),
  "an approximation": (junk) => fitSync(X, [1, 2, 3, 4], { noise: dropout(0.1, { approximation: junk }) }),
  "a ridge lambda": (junk) => fitSync(X, [1, 2, 3, 4], { penalty: ridge(junk) }),
  "the options of ridge": (junk) => fitSync(X, [1, 2, 3, 4], { penalty: ridge(1, junk) }),
  "ridge factors": (junk) => fitSync(X, [1, 2, 3, 4], { penalty: ridge(1, { factors: junk }) }),
  "a ridge scale": (junk) => fitSync(X, [1, 2, 3, 4], { penalty: ridge(1, { scale: junk }) }),
  "start.intercept": (junk) => fitSync(X, [1, 2, 3, 4], { start: { intercept: junk, coefficients: [0] } }),
  "start.coefficients": (junk) => fitSync(X, [1, 2, 3, 4], { start: { intercept: 0, coefficients: junk } }),
  "predict x": (junk) => numbers.predict(junk),
  "predict options": (junk) => numbers.predict(X, junk),
  "predict type": (junk) => numbers.predict(X, { type: junk }),
  "predict offset": (junk) => numbers.predict(X, { offset: junk }),
  "score y": (junk) => numbers.score(X, junk),
  "score y of labels": (junk) => words.score(X, junk),
  "score options": (junk) => numbers.score(X, [1, 2, 3, 4], junk),
  fromJSON: (junk) => Model.fromJSON(junk),
  "lambdaFrom convention": (junk) => lambdaFrom(junk, 1),
  "lambdaFrom value": (junk) => lambdaFrom("glum", junk),
  "lambdaTo context": (junk) => lambdaTo("liblinear", 1, junk),
  "matrix data": (junk) => matrix(junk, 1, 1, "row"),
  "matrix rows": (junk) => matrix(new Float64Array(1), junk, 1, "row"),
  "matrix layout": (junk) => matrix(new Float64Array(1), 1, 1, junk),
  "matrix names": (junk) => matrix(new Float64Array(1), 1, 1, "row", junk),
};

const JUNK: Record<string, unknown> = {
  null: null,
  true: true,
  NaN: Number.NaN,
  "minus infinity": Number.NEGATIVE_INFINITY,
  "empty text": "",
  text: "toString",
  bigint: 7n,
  symbol: Symbol("junk"),
  function: () => 0,
  "empty array": [],
  "array of null": [null],
  "sparse array": new Array(4),
  "empty object": {},
  date: new Date(0),
  "typed bigints": BigInt64Array.of(1n, 2n, 3n, 4n),
  "array buffer": new ArrayBuffer(32),
};

for (const [argument, call] of Object.entries(ARGUMENTS)) {
  describe(argument, () => {
    for (const [kind, junk] of Object.entries(JUNK)) {
      it(`may be ${kind}`, () => {
        try {
          call(junk as never);
        } catch (error) {
          expect(error, (error as Error).stack ?? "").toBeInstanceOf(GlmError);
          expect((error as Error).message.length).toBeGreaterThan(20);
        }
      });
    }
  });
}
