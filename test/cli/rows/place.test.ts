import { describe, expect, it } from "vitest";
import { located } from "../../../src/cli/rows/place.js";
import { GlmError } from "../../../src/index.js";

const DATA = { source: "t.csv", lines: Uint32Array.of(2, 3, 4) };

describe("located", () => {
  it("adds the line of the row that the library names", async () => {
    const bad = new GlmError("BAD_VALUE", "weights[2] = -1; expected a weight >= 0", { row: 2 });
    const work = located(DATA, () => {
      throw bad;
    });
    await expect(work).rejects.toMatchObject({ message: "t.csv, line 4: weights[2] = -1; expected a weight >= 0" });
  });

  it("looks for rows without labels in their own file", async () => {
    const place = { source: "u.csv", lines: Uint32Array.of(7, 9) };
    const fail = (message: string) => () => {
      throw new GlmError("OUT_OF_DOMAIN", message, { row: 1 });
    };
    await expect(located(DATA, fail("unlabeled.x[1][0] = -1"), place)).rejects.toThrow(
      "u.csv, line 9: unlabeled.x[1][0] = -1",
    );
    await expect(located(DATA, fail("x[1][0] = -1"), place)).rejects.toThrow("t.csv, line 3: x[1][0] = -1");
  });

  it("leaves other errors alone", async () => {
    const bad = new GlmError("BAD_OPTION", "rate is 2", {});
    await expect(located(DATA, () => Promise.reject(bad))).rejects.toBe(bad);
  });

  it("names the first of several rows, and leaves the picture of a formula alone", async () => {
    const rows = new GlmError("BAD_VALUE", "age[1] is missing, and in row 2", { rows: [1, 2] });
    const failing = (error: GlmError) => located(DATA, () => Promise.reject(error));
    await expect(failing(rows)).rejects.toThrow("t.csv, line 3: age[1] is missing, and in row 2");
    const drawn = new GlmError("BAD_FORMULA", "formula: no value", { row: 0 }, ["  y ~ log(a)", "      ^^^^^^"]);
    await expect(failing(drawn)).rejects.toMatchObject({
      message: "t.csv, line 2: formula: no value\n  y ~ log(a)\n      ^^^^^^",
    });
  });

  it("leaves rows alone that the file does not have", async () => {
    const far = new GlmError("BAD_VALUE", "y[9] is bad", { row: 9 });
    await expect(located(DATA, () => Promise.reject(far))).rejects.toBe(far);
  });
});
