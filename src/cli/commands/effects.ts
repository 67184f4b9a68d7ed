import type { Command } from "commander";
import type { Effects } from "../../index.js";
import { nameList } from "../flags/declare.js";
import { addEffectOptions } from "../flags/effects.js";
import { EXIT } from "../output/exit.js";
import { title, toJSON, write } from "../output/output.js";
import { effectsOfRows } from "../rows/effects.js";
import { headingData, headingOf } from "../rows/heading.js";
import { addOfFormula, addPrinted, type OfFormulaFlags, readOfFormula } from "./of-formula.js";

interface EffectsFlags extends OfFormulaFlags {
  readonly variables?: readonly string[];
}

/** What --at says for one row that stands for all. */
const MEANS = "means";

export function addEffects(program: Command, finish: (exitCode: number) => void): void {
  const command = addOfFormula(
    program
      .command("effects")
      .description("how much the mean changes with a column, averaged over the rows of a fit of a formula"),
  ).option("--variables <names>", "columns whose effects are printed, as age,sex (default: all)", nameList);
  addPrinted(addEffectOptions(command, "; means: one row, the means and most frequent levels")).action(
    async (model: string, data: string | undefined, flags: EffectsFlags) =>
      finish(await effectsCommand(model, data, flags)),
  );
}

async function effectsCommand(modelFile: string, file: string | undefined, flags: EffectsFlags): Promise<number> {
  const found = await readOfFormula(modelFile, file, flags);
  const { variables, at, scale, level } = flags;
  const effects = await found.ask((model, rows, common) =>
    effectsOfRows(model, rows, {
      ...common,
      at: at?.join() === MEANS ? MEANS : found.at(),
      variables,
      scale,
      level,
    }),
  );
  if (flags.json) write(toJSON({ ...headingData(...found.heading), ...effectsData(effects) }));
  else write([title(headingOf(...found.heading)), String(effects)].join("\n\n"));
  return EXIT.done;
}

function effectsData({ scale, level, rows }: Effects): object {
  return { scale, level, effects: rows };
}
