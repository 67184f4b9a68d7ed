import { type Command, Option } from "commander";
import type { MarginalMeans, MeanOptions } from "../../index.js";
import { plots } from "../../plots/index.js";
import { nameList } from "../flags/declare.js";
import { addEffectOptions } from "../flags/effects.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { meansOfRows } from "../rows/effects.js";
import { headingData, headingOf } from "../rows/heading.js";
import { addOfFormula, addPrinted, type OfFormulaFlags, readOfFormula } from "./of-formula.js";

type Adjust = NonNullable<MeanOptions["adjust"]>;
type Average = NonNullable<MeanOptions["average"]>;

/** The words of the library; the compiler checks that all are here. */
const ADJUSTMENTS: Readonly<Record<Adjust, true>> = { tukey: true, holm: true, bonferroni: true, none: true };
const AVERAGES: Readonly<Record<Average, true>> = { equal: true, proportional: true };

interface MeansFlags extends OfFormulaFlags {
  readonly of: readonly string[];
  readonly average?: Average;
  readonly adjust?: Adjust;
}

export function addMeans(program: Command, finish: (exitCode: number) => void): void {
  const command = addOfFormula(
    program
      .command("means")
      .description("means for the levels of a factor, the other columns held alike, and their differences"),
  )
    .requiredOption(
      "--of <names>",
      "a factor, or several for each combination of their levels, as race,smoke",
      nameList,
    )
    .addOption(
      new Option("--average <name>", "how the levels of other factors count (default: equal)").choices(
        Object.keys(AVERAGES),
      ),
    )
    .addOption(
      new Option(
        "--adjust <name>",
        "how tests of the differences are adjusted for their number (default: tukey)",
      ).choices(Object.keys(ADJUSTMENTS)),
    );
  addPrinted(addEffectOptions(command)).action(async (model: string, data: string | undefined, flags: MeansFlags) =>
    finish(await meansCommand(model, data, flags)),
  );
}

async function meansCommand(modelFile: string, file: string | undefined, flags: MeansFlags): Promise<number> {
  const found = await readOfFormula(modelFile, file, flags);
  const { of, average, adjust, scale, level } = flags;
  const means = await found.ask((model, rows, common) =>
    meansOfRows(model, rows, { ...common, at: found.at(), of, average, adjust, scale, level }),
  );
  const draw = await found.plot(() => plots.forest(means));
  if (flags.json) write(toJSON({ ...headingData(...found.heading), ...meansData(means) }));
  else {
    const text = inForm(means, flags.format, () => `${title(headingOf(...found.heading))}\n\n${String(means)}`);
    write(`${text.trimEnd()}\n\n${inForm(means.differences, flags.format, () => String(means.differences))}`);
  }
  await draw();
  return EXIT.done;
}

function meansData({ scale, level, adjust, rows, differences }: MarginalMeans): object {
  return { scale, level, adjust, means: rows, differences };
}
