import type { Command } from "commander";
import { type Effects, GlmError } from "../../index.js";
import { plots } from "../../plots/index.js";
import { nameList } from "../flags/declare.js";
import { addEffectOptions, twoNames } from "../flags/effects.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { effectsOfRows } from "../rows/effects.js";
import { headingData, headingOf } from "../rows/heading.js";
import { addOfFormula, addPrinted, type OfFormulaFlags, readOfFormula } from "./of-formula.js";

interface EffectsFlags extends OfFormulaFlags {
  readonly variables?: readonly string[];
  readonly term?: string;
  readonly interaction?: readonly [x: string, by: string];
}

/** What --at says for one row that stands for all. */
const MEANS = "means";

export function addEffects(program: Command, finish: (exitCode: number) => void): void {
  const command = addOfFormula(
    program
      .command("effects")
      .description("how much the mean changes with a column, averaged over the rows of a fit of a formula"),
  )
    .option("--variables <names>", "columns whose effects are printed, as age,sex (default: all)", nameList)
    .option("--term <label>", "draw the effect of this term of the formula instead, as poly(age, 2)")
    .option(
      "--interaction <names>",
      "draw predictions over the first column by the second instead, as age,sex",
      (text: string) => twoNames(nameList(text)),
    );
  addPrinted(addEffectOptions(command, "; means: one row, the means and most frequent levels")).action(
    async (model: string, data: string | undefined, flags: EffectsFlags) =>
      finish(await effectsCommand(model, data, flags)),
  );
}

async function effectsCommand(modelFile: string, file: string | undefined, flags: EffectsFlags): Promise<number> {
  checkPicture(flags);
  const found = await readOfFormula(modelFile, file, flags);
  const { variables, scale, level, term, interaction } = flags;
  const isMeans = flags.at?.join() === MEANS;
  const at = isMeans ? undefined : found.at();
  const effects = await found.ask((model, rows, common) =>
    effectsOfRows(model, rows, {
      ...common,
      at: isMeans ? MEANS : at,
      variables,
      scale,
      level,
    }),
  );
  const draw = await found.plot((model, { table }) => {
    if (term !== undefined) return plots.termEffect(model, table, { term, level });
    if (interaction === undefined) return plots.forest(effects);
    const [x, by] = interaction;
    return plots.interaction(model, table, { x, by, at, scale, level });
  });
  if (flags.json) write(toJSON({ ...headingData(...found.heading), ...effectsData(effects) }));
  else write(inForm(effects, flags.format, () => `${title(headingOf(...found.heading))}\n\n${String(effects)}`));
  await draw();
  return EXIT.done;
}

/** Refuses, before anything is read, a picture that is named and not drawn, and two of them. */
function checkPicture({ plot, term, interaction }: EffectsFlags): void {
  const given = [term === undefined ? [] : "--term", interaction === undefined ? [] : "--interaction"].flat();
  if (given.length === 0) return;
  if (plot === undefined)
    throw new GlmError("BAD_OPTION", `${given[0]} without --plot <file>; expected both, or neither`);
  if (given.length === 2) throw new GlmError("BAD_OPTION", "--term with --interaction; expected one picture");
}

function effectsData({ scale, level, rows }: Effects): object {
  return { scale, level, effects: rows };
}
