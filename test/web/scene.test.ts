// The mathematics of the opening scene, held to differences, to many draws and to the library.
import { dropout, fitSync } from "dropglm";
import { describe, expect, it } from "vitest";
import { captionOf, PHASES, ridgesOf, worldOf } from "../../web/src/scene/frames.js";
import {
  adaptiveRidge,
  drawMask,
  evenly,
  expanded,
  makePoints,
  masked,
  newton,
  objectiveAt,
  type Pair,
  quadraticPenalty,
  randomFrom,
} from "../../web/src/scene/maths.js";
import {
  averageOf,
  betaAt,
  contour,
  drawsOf,
  expectedOf,
  SIDE,
  surfaceOf,
  tableOf,
} from "../../web/src/scene/surface.js";

const POINTS = makePoints();
const RATE = 0.4;
const BETA: Pair = [0.7, -1.3];
const H = 1e-5;
const x = POINTS.map((point) => [...point.x]);
const y = POINTS.map((point) => point.y);

describe("the points", () => {
  it("have a rare column, not zero in every fifth row", () => {
    expect(POINTS.filter((point) => point.x[1] !== 0)).toHaveLength(12);
    expect(POINTS.filter((point) => point.y === 1).length).toBeGreaterThan(20);
  });
});

describe("derivatives", () => {
  const rows = expanded(POINTS, RATE);
  const shifted = (j: number, by: number): Pair => [BETA[0] + (j === 0 ? by : 0), BETA[1] + (j === 1 ? by : 0)];
  it.each([0, 1])("by coefficient %i are differences of the value and of the gradient", (j) => {
    const [up, down] = [objectiveAt(rows, shifted(j, H)), objectiveAt(rows, shifted(j, -H))];
    const { gradient, hessian } = objectiveAt(rows, BETA);
    expect((up.value - down.value) / (2 * H)).toBeCloseTo(gradient[j]!, 8);
    expect((up.gradient[0] - down.gradient[0]) / (2 * H)).toBeCloseTo(hessian[j]!, 7);
    expect((up.gradient[1] - down.gradient[1]) / (2 * H)).toBeCloseTo(hessian[j + 1]!, 7);
  });
});

describe("the expectation", () => {
  it("is the mean over many draws, within four standard errors", () => {
    const random = randomFrom(3);
    const draws = Array.from(
      { length: 4000 },
      () => objectiveAt(evenly(POINTS.map((point) => masked(point, drawMask(random, RATE), RATE))), BETA).value,
    );
    const mean = draws.reduce((sum, v) => sum + v, 0) / draws.length;
    const error = Math.sqrt(draws.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / draws.length;
    expect(Math.abs(mean - objectiveAt(expanded(POINTS, RATE), BETA).value)).toBeLessThan(4 * error);
  });
  it("is the loss itself without dropout", () => {
    expect(objectiveAt(expanded(POINTS, 0), BETA).value).toBeCloseTo(objectiveAt(evenly(POINTS), BETA).value, 14);
    expect(quadraticPenalty(POINTS, BETA, 0)).toBe(0);
  });
  it("is the loss and the quadratic penalty, to second order in the coefficients", () => {
    const small: Pair = [1e-3, 2e-3];
    const exact = objectiveAt(expanded(POINTS, RATE), small).value - objectiveAt(evenly(POINTS), small).value;
    expect(exact / quadraticPenalty(POINTS, small, RATE)).toBeCloseTo(1, 4);
  });
});

describe("surfaces", () => {
  const table = tableOf(POINTS, RATE);
  const node = 17 * SIDE + 30;
  it("are the objectives at their nodes", () => {
    expect(expectedOf(table)[node]).toBeCloseTo(objectiveAt(expanded(POINTS, RATE), betaAt(node)).value, 12);
    expect(surfaceOf(POINTS)[node]).toBeCloseTo(objectiveAt(evenly(POINTS), betaAt(node)).value, 12);
  });
  it("of draws are their average", () => {
    const draws = drawsOf(POINTS.length, RATE, 3);
    const one = (draw: Uint8Array): number =>
      objectiveAt(evenly(POINTS.map((point, i) => masked(point, draw[i]!, RATE))), betaAt(node)).value;
    const mean = draws.reduce((sum, draw) => sum + one(draw), 0) / 3;
    expect(averageOf(table, draws)[node]).toBeCloseTo(mean, 12);
  });
  it("have contours where they pass a level", () => {
    const slope = Float64Array.from({ length: SIDE * SIDE }, (_, k) => k % SIDE);
    const lines = contour(slope, 3.25);
    expect(lines).toHaveLength(SIDE - 1);
    expect(lines.every(([a, , b]) => a === 3.25 && b === 3.25)).toBe(true);
  });
});

describe("the frames", () => {
  const world = worldOf(RATE);
  const last = world.frames.at(-1)!;
  it("go through the phases in order, each with a sentence of its own", () => {
    const phases = world.frames.map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual([...PHASES]);
    const captions = world.frames.map((frame) => captionOf(world, frame));
    expect(new Set(captions).size).toBe(captions.length);
    expect(captions[1]).toMatch(/^1 draw: 40\u00a0% .* The loss is noisy\.$/);
    expect(captions.find((text) => text.startsWith("64 draws"))).toMatch(/it settles, within 0\.\d\d /);
  });
  it.each([0.1, 0.4, 0.7])("end with the rare column spared, at rate %f", (rate) => {
    const other = worldOf(rate);
    const { own, even } = ridgesOf(other, other.frames.at(-1)!)!;
    expect(own[1]).toBeLessThan(even / 1.5);
    expect(own[0]).toBeGreaterThan(even);
    expect(own[0] + own[1]).toBeCloseTo(2 * even, 12);
  });
  it("have no penalty before Newton's method has begun, and end where it ends", () => {
    expect(ridgesOf(world, world.frames[0]!)).toBeUndefined();
    expect(last.steps).toBe(world.trace.length);
    expect(world.losses.every((loss, k) => k === 0 || loss <= world.losses[k - 1]!)).toBe(true);
  });
});

describe("the library agrees", () => {
  const OPTIONS = { family: "binomial", intercept: false, standardErrors: false } as const;
  const close = (found: Pair, { coefficients }: { coefficients: unknown }): void => {
    const own = coefficients as Float64Array;
    expect(found[0]).toBeCloseTo(own[0]!, 6);
    expect(found[1]).toBeCloseTo(own[1]!, 6);
  };
  it("on the minimum without dropout", () => {
    close(newton(evenly(POINTS)).at(-1)!, fitSync(x, y, OPTIONS));
  });
  it("on the minimum of the expectation, by the rows under every mask", () => {
    const rows = expanded(POINTS, RATE).filter(({ weight }) => weight > 0);
    const model = fitSync(
      rows.map((row) => [...row.x]),
      rows.map((row) => row.y),
      { ...OPTIONS, weights: rows.map(({ weight }) => weight) },
    );
    close(newton(rows).at(-1)!, model);
  });
  it("on the quadratic penalty and the ridge of each column, where it ends", () => {
    const model = fitSync(x, y, { ...OPTIONS, noise: dropout(RATE, { approximation: "quadratic" }) });
    const beta: Pair = [model.coefficients[0] as number, model.coefficients[1] as number];
    const ridge = adaptiveRidge(POINTS, beta, RATE);
    const strengths = model.adaptivePenalty as unknown as Float64Array;
    expect(strengths[0]).toBeCloseTo(ridge[0], 10);
    expect(strengths[1]).toBeCloseTo(ridge[1], 10);
    const value = objectiveAt(evenly(POINTS), beta).value + quadraticPenalty(POINTS, beta, RATE);
    expect(value).toBeCloseTo(model.objective, 10);
  });
});
