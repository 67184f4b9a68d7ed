// What a fit reports of its loss, where copies of rows and rows without labels take part in the objective.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync } from "../../src/index.js";

describe("the deviance of a fit on noisy copies", () => {
  const x = [[1, 0.5], [2, -1], [0, 1], [3, 0.2], [1.5, -0.4], [0.5, 1], [-1, 2], [1, 0], [0.2, 3]]; // biome-ignore format: a matrix
  const Y = { binomial: [0, 1, 0, 1, 1, 0, 1, 0, 1], multinomial: [0, 1, 2, 1, 2, 0, 1, 0, 2] };
  const noise = dropout(0.2, { approximation: "monte-carlo", copies: 4 });
  const unlabeled = { x: [[0.5, 0.1], [1, 1], [2, -0.3]], weight: 0.5 }; // biome-ignore format: a matrix
  for (const [family, y] of Object.entries(Y)) {
    for (const [name, more] of Object.entries({ alone: {}, "beside rows without labels": { unlabeled } })) {
      it(`is that of the rows as they are, ${name} (${family})`, () => {
        const model = fitSync(x, y, { family, noise, ...more } as FitOptions);
        expect(model.deviance / y.length).toBeCloseTo(model.score(x, y).deviance, 10);
      });
    }
  }
});
