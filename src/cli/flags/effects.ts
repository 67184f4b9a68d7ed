import { type Command, InvalidArgumentError, Option } from "commander";
import { toNumber } from "../../table/cells.js";
import { number } from "./declare.js";

/** The command line of effects and means, beside that of their data. */
export interface EffectFlags {
  readonly at?: readonly string[];
  readonly scale?: "mean" | "link";
  readonly level?: number;
}

/** Options that effects and means have in common. */
export function addEffectOptions(command: Command, more = ""): Command {
  return command
    .option(
      "--at <values>",
      `values at which a column is held, as age=30,40; again for another column${more}`,
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .addOption(
      new Option("--scale <name>", "effects on the mean, or on the linear predictor (default: mean)").choices([
        "mean",
        "link",
      ]),
    )
    .option("--level <level>", "level of the intervals (default: 0.95)", number);
}

/** An exposure that stands for that of every row, where it is a number and no name. */
export function everyExposure(exposure: string | undefined): number | undefined {
  return exposure === undefined ? undefined : toNumber(exposure);
}

/** Two names, separated by a comma. */
export function twoNames(names: readonly string[]): readonly [string, string] {
  const [first, second] = names;
  if (names.length !== 2) throw new InvalidArgumentError("Expected two columns, as age,sex.");
  return [first!, second!];
}
