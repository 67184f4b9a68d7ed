// Does the command line give the model that R gives, of a formula and a file of CSV? The cases are those of test/golden/tables.test.ts. They
// run in this process, because starting one costs more than a fit.
import { describe, expect, it, vi } from "vitest";
import { run } from "../../src/cli/program.js";
import { Model } from "../../src/index.js";
import { CASES, type Columns, DATA, expectModel, expectPredictions, type TableCase } from "../golden/tables.js";
import { workplace } from "./command.js";

const { folder, put, read } = workplace();

/** A command in this process: its exit code, and what it writes. */
async function command(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const heard = { out: "", error: "" };
  const listen = (name: "stdout" | "stderr", part: keyof typeof heard) =>
    vi.spyOn(process[name], "write").mockImplementation((text, ...others) => {
      heard[part] += String(text);
      (others.at(-1) as (() => void) | undefined)?.();
      return true;
    });
  const listeners = [listen("stdout", "out"), listen("stderr", "error")];
  try {
    return { code: await run(args), ...heard };
  } finally {
    for (const listener of listeners) listener.mockRestore();
  }
}

/** Missing cells are NA, truth values TRUE and FALSE, as R writes them. */
function csv(columns: Columns): string {
  const cell = (value: unknown): string => {
    if (value === null) return "NA";
    if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
    return typeof value === "string" ? `"${value}"` : String(value);
  };
  const names = Object.keys(columns);
  const lines = columns[names[0]!]!.map((_, i) => names.map((name) => cell(columns[name]![i])).join(","));
  return [names.map((name) => `"${name}"`).join(","), ...lines, ""].join("\n");
}

/** The options of a case as flags. */
function flags({ options }: TableCase): string[] {
  const { name, of, theta, power, link, weights, exposure, contrasts = {}, types = {} } = options;
  const single = { family: of ?? name, theta, power, link, weights, exposure };
  const coded = Object.entries(contrasts).map(([variable, contrast]) =>
    typeof contrast === "string" ? `${variable}=${contrast}` : `${variable}=ref:${contrast.ref}`,
  );
  const typed = Object.entries(types).map(([column, type]) => `${column}=${type}`);
  return [
    ...Object.entries(single).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, String(value)])),
    ...(name === "quasi" ? ["--quasi"] : []),
    ...coded.flatMap((pair) => ["--contrasts", pair]),
    ...typed.flatMap((pair) => ["--types", pair]),
  ];
}

const file = (name: string): string => `${folder}/${name}`;
for (const [name, columns] of Object.entries(DATA)) put(`${name}.csv`, csv(columns));

describe("formulas and files against R, through the command line", () => {
  it.each(CASES.map((golden, k) => [golden.r, k, golden] as const))("%s", async (_, k, golden) => {
    const saved = file(`model${k}.json`);
    const fitted = await command("fit", file(`${golden.data}.csv`), golden.formula, ...flags(golden), "--save", saved);
    expect(fitted.error).toBe("");
    expect(fitted.code).toBe(0);
    expectModel(Model.fromJSON(JSON.parse(read(`model${k}.json`))) as Model, golden);
    put("new.csv", csv(golden.new));
    for (const [type, want] of [
      ["response", golden.newMeans],
      ["link", golden.newLinks],
    ] as const) {
      const { code, out } = await command("predict", saved, file("new.csv"), "--type", type, "--json");
      expect(code).toBe(0);
      const { predictions } = JSON.parse(out) as { predictions: readonly (number | null)[] };
      expectPredictions(predictions.map((value) => value ?? Number.NaN), want, type); // biome-ignore format: one line
    }
  });
});
