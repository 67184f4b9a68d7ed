// Held-out judgement, and the four models beside each other.
import { crossValidate, ridge } from "dropglm";
import { describe, expect, it } from "vitest";
import type { Spec, Track } from "../../web/src/messages.js";
import { dataFile, opened } from "./worker.js";

const TITANIC: Partial<Spec> = { response: "survived", success: "yes" };

describe("held-out rows", () => {
  it("of two classes: the library's cross-validation, and pictures of its predictions", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), TITANIC);
    const judged = await here.ask({ kind: "judge", spec });
    const rows = here.state.data.kind === "table" ? here.state.data.raw : [];
    const table = Object.fromEntries(rows.map(({ name, cells }) => [name, cells]));
    const own = await crossValidate("survived ~ sex + age + passengerClass", table as never, {
      family: "binomial", folds: 5, measure: "logLoss", penalty: ridge(), lambdas: [0], coding: "contrast",
    }); // biome-ignore format: a list
    expect(judged.loss).toBeCloseTo(own.mean[0]!, 7);
    expect(judged.standardError).toBeCloseTo(own.standardError[0]!, 7);
    expect(judged.without).toBeCloseTo(0.676, 3);
    expect(judged.sentence).toBe("Held-out log-loss 0.474 (±0.0077); 0.676 without a model.");
    expect(judged.roc!.area).toBeCloseTo(0.8366, 3);
    expect(judged.calibration!.length).toBe(10);
    expect(judged.calibration!.reduce((sum, bin) => sum + bin.rows, 0)).toBe(1046);
    expect(judged.confusion!.counts.flat().reduce((a, b) => a + b)).toBe(1046);
    expect(judged.confusion!.classes).toEqual(["no", "yes"]);
    const [[right], [, alsoRight]] = judged.confusion!.counts as [[number], [number, number]];
    expect((right + alsoRight) / 1046).toBeGreaterThan(0.75);
    expect(await here.ask({ kind: "judge", spec })).toBe(judged); // kept
  });
  it("of 0 and 1 with the other success", async () => {
    const [here, spec] = await opened(dataFile("birthwt.csv"), { response: "low", predictors: ["lwt", "race"] });
    const one = await here.ask({ kind: "judge", spec });
    const other = await here.ask({ kind: "judge", spec: { ...spec, success: "0" } });
    expect(Math.abs(other.loss - one.loss)).toBeLessThan(0.06); // other folds: with labels, classes have equal parts in them
    for (const { confusion, calibration, roc } of [one, other]) {
      expect(confusion!.classes).toEqual(["0", "1"]);
      expect(confusion!.counts.map((row) => row[0]! + row[1]!)).toEqual([130, 59]);
      expect(roc!.area).toBeGreaterThan(0.5);
      expect(calibration!.length).toBeGreaterThan(4);
    }
    const seen = (bins: typeof one.calibration): number => bins!.reduce((sum, bin) => sum + bin.seen * bin.rows, 0);
    expect([seen(one.calibration), seen(other.calibration)].map(Math.round)).toEqual([59, 130]);
  });
  it("of classes, counts and measurements", async () => {
    const [penguins, species] = await opened(dataFile("penguins.json"), { penalty: "ridge", lambda: 0.01 });
    const classes = await penguins.ask({ kind: "judge", spec: species });
    expect(classes.confusion!.counts.length).toBe(3);
    expect(classes.loss).toBeLessThan(0.2);
    const [cars, claims] = await opened(dataFile("insurance.csv"), {
      response: "Claims", predictors: ["Group"], exposure: "Holders", family: "poisson",
    }); // biome-ignore format: a list
    const counts = await cars.ask({ kind: "judge", spec: claims });
    expect([counts.measure, counts.scatter!.length]).toEqual(["mean deviance", 64]);
    expect(counts.loss).toBeLessThan(counts.without);
    const [weather, warm] = await opened(dataFile("seattle-weather.csv"), {
      response: "temp_max",
      predictors: ["temp_min"],
    });
    const numbers = await weather.ask({ kind: "judge", spec: { ...warm, noise: "additive", rate: 1 } });
    expect(numbers.measure).toBe("mean squared error");
    expect(numbers.scatter!.every(({ y }) => Number.isFinite(y))).toBe(true);
  });
});

const by = (tracks: readonly Track[], method: string): Track => tracks.find((track) => track.method === method)!;

describe("the four models", () => {
  it("begin at the same fit, and end at none", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), TITANIC);
    const { tracks, names, measure } = await here.ask({ kind: "compare", spec });
    expect(tracks.map(({ method }) => method)).toEqual(["maximum likelihood", "ridge", "lasso", "dropout"]);
    expect([measure, names.length]).toEqual(["log-loss", 6]);
    const [first] = by(tracks, "maximum likelihood").coefficients;
    for (const { strengths, coefficients, losses, errors, intercepts, best, oneError, status } of tracks) {
      expect(strengths[0]).toBe(0);
      expect(coefficients[0]).toEqual(first);
      expect([...strengths].sort((a, b) => a - b)).toEqual(strengths);
      for (const list of [coefficients, losses, errors, intercepts]) expect(list.length).toBe(strengths.length);
      expect(losses[best]).toBe(Math.min(...losses));
      const within = losses.flatMap((loss, k) => (loss <= losses[best]! + errors[best]! ? [k] : []));
      expect(oneError).toBe(within.at(-1)); // losses rise beyond the best here
      expect(status).toBe("converged");
    }
    expect(
      by(tracks, "lasso")
        .coefficients.at(-1)!
        .every((b) => Math.abs(b) < 1e-6),
    ).toBe(true);
    expect(by(tracks, "dropout").strengths.at(-1)).toBe(0.8);
    const judged = await here.ask({ kind: "judge", spec });
    expect(by(tracks, "maximum likelihood").losses[0]).toBeCloseTo(judged.loss, 4); // the same folds
  });
  it("a factor's first step is the limit of a light ridge", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), { ...TITANIC, predictors: ["sex", "passengerClass"] });
    const { tracks } = await here.ask({ kind: "compare", spec });
    const fit = await here.fit({ ...spec, penalty: "ridge", lambda: 1e-7 });
    const own = fit.coefficients.slice(1).map(({ estimate }) => estimate);
    const shares = [466, 843, 323, 277, 709].map((count) => count / 1309);
    const atCenters = own.reduce((sum, b, j) => sum + b * shares[j]!, fit.coefficients[0]!.estimate);
    expect(tracks[0]!.intercepts[0]).toBeCloseTo(atCenters, 3);
    own.forEach((b, j) => {
      const scale = Math.sqrt(shares[j]! * (1 - shares[j]!));
      expect(tracks[0]!.coefficients[0]![j]).toBeCloseTo(b * scale, 3);
    });
  });
  it("without a finite fit begin at the least strength, and say so", async () => {
    const [here, spec] = await opened(dataFile("penguins.json"));
    const { tracks, names } = await here.ask({ kind: "compare", spec });
    expect(by(tracks, "maximum likelihood").status).toMatch(/^no finite fit: a light ridge \(lambda 0\.0029\)/);
    expect(by(tracks, "ridge").strengths[0]).toBeGreaterThan(0);
    expect(by(tracks, "dropout").status).toMatch(/^converged, beside a light ridge/);
    expect(names[0]).toMatch(/^Adelie: /);
  });
  it("of two columns: their plane, in which the boundary is where the two sides are equal", async () => {
    const [here, spec] = await opened(dataFile("birthwt.csv"), { response: "low" });
    const { tracks, names, plane } = await here.ask({ kind: "compare", spec, plane: ["age", "lwt"] });
    expect([names, plane!.rows.length, plane!.rows.filter(({ isSuccess }) => isSuccess).length]).toEqual([
      ["age", "lwt"],
      189,
      59,
    ]);
    const fit = await here.fit({ ...spec, predictors: ["age", "lwt"] });
    const [b, age, lwt] = fit.coefficients.map(({ estimate }) => estimate) as [number, number, number];
    const { centers, scales } = plane!;
    const eta = (a: number, w: number): number => {
      const [c, d] = tracks[0]!.coefficients[0] as [number, number];
      return tracks[0]!.intercepts[0]! + (c * (a - centers[0])) / scales[0] + (d * (w - centers[1])) / scales[1];
    };
    expect(eta(30, 110)).toBeCloseTo(b + 30 * age + 110 * lwt, 3);
    await expect(here.ask({ kind: "compare", spec, plane: ["age", "race"] })).rejects.toThrow(/race has no numbers/);
  });
  it("leave dropout out where its average has no formula", async () => {
    const [here, spec] = await opened(dataFile("birthwt.csv"), {
      response: "bwt",
      predictors: ["lwt"],
      link: "inverse",
    });
    const { tracks } = await here.ask({ kind: "compare", spec });
    expect(tracks.map(({ method }) => method)).toEqual(["maximum likelihood", "ridge", "lasso"]);
    expect(tracks[0]!.status).toMatch(/dropout is left out/);
  });
});

describe("what is stopped", () => {
  it("ends at once, and can be asked again", async () => {
    const [here, spec] = await opened(dataFile("spambase.csv"), { family: "binomial" });
    for (const kind of ["judge", "compare", "fit"] as const) {
      const control = new AbortController();
      const begun = performance.now();
      const order = kind === "fit" ? { kind, spec, isDraft: false } : { kind, spec };
      const asked = here.ask(order as never, control);
      setTimeout(() => control.abort(), 20);
      await expect(asked, kind).rejects.toThrow(/^stopped/);
      expect(performance.now() - begun, kind).toBeLessThan(1500);
    }
    const few = { ...spec, predictors: ["free", "charDollar", "hp"] };
    expect((await here.fit(few)).status.code).toBe("converged");
    expect((await here.ask({ kind: "judge", spec: few })).loss).toBeLessThan(0.6);
    expect((await here.ask({ kind: "compare", spec: few })).tracks.length).toBe(4);
  });
});

describe("the steps of a fit", () => {
  it("are those of the fit that is shown", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), { ...TITANIC, predictors: ["age"] });
    const { rows, names, surface } = await here.ask({ kind: "steps", spec });
    const { coefficients } = await here.fit(spec);
    expect(names).toEqual(["(intercept)", "age"]);
    rows.at(-1)!.point.forEach((value, j) => {
      expect(value).toBeCloseTo(coefficients[j]!.estimate, 6);
    });
    expect(surface).toBeDefined();
    const [penguins, species] = await opened(dataFile("penguins.json"));
    const steps = await penguins.ask({ kind: "steps", spec: species });
    expect(steps.isCertified).toBe(true); // of the light ridge
  });
});
