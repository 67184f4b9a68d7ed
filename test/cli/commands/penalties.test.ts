import { beforeAll, describe, expect, it } from "vitest";
import { dropout, fitSync, type Model, noisePenalties } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
let model: Model;
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
beforeAll(async () => {
  ({ table } = await mixedModel(put));
  model = fitSync("died ~ poly(age, 2) + kind", table, { family: "binomial", noise: dropout(0.2) });
  put("noisy.json", JSON.stringify(model));
});

function done(args: readonly string[]): string {
  const { code, out, error } = run(["penalties", ...args]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm penalties", () => {
  it("prints the table of noisePenalties, in the form asked for", () => {
    const want = noisePenalties(model, table);
    expect(done(["noisy.json", "mixed.csv"])).toContain(String(want));
    expect(done(["noisy.json", "mixed.csv", "--format", "markdown"]).trimEnd()).toBe(want.toMarkdown().trimEnd());
    expect(JSON.parse(done(["noisy.json", "mixed.csv", "--json"])).terms).toEqual([...want]);
  });
  it.each<[string[], string | RegExp]>([
    [["m.json", "mixed.csv"], "noisePenalties needs a model with noise; this one was fitted without: add noise: dropout(0.5)"],
    [["noisy.json", "mixed.csv", "--json", "--format", "csv"], "--format with --json, which has a form of its own; expected one of them"],
    [["noisy.json", "mixed.csv", "y ~ a"], /^error: too many arguments for penalties; .*: the formula is in the model\n$/],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["penalties", ...args]), message);
  }); // biome-ignore format: a list
});
