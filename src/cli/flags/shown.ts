import { type Command, Option } from "commander";
import { type EstimateOptions, GlmError } from "../../index.js";
import { number } from "./declare.js";

// How a result is shown: its form, and estimates as ratios with intervals.

export const FORMATS = ["table", "markdown", "latex", "html", "csv"] as const;

export interface FormatFlags {
  readonly format?: (typeof FORMATS)[number];
  readonly json?: true;
}

export interface ShownFlags extends FormatFlags {
  readonly exponentiate?: true;
  readonly level?: number;
}

export function addFormatOption(command: Command): Command {
  return command.addOption(formatOption());
}

export function formatOption(): Option {
  return new Option("--format <name>", "form of the table (default: table)").choices(FORMATS);
}

/** Options of commands that print estimates. */
export function addShownOptions(command: Command): Command {
  return addFormatOption(command)
    .option("--exponentiate", "odds ratios, rate ratios and the like, with their intervals")
    .option("--level <level>", "level of the intervals (default: 0.95)", number);
}

/** Refuses, before anything is read, two forms at once. `isModel`: --json prints the model, whose numbers are as they were fitted. */
export function checkShown(flags: ShownFlags, isModel = false): void {
  if (flags.json === undefined) return;
  const names = isModel ? (["format", "exponentiate", "level"] as const) : (["format"] as const);
  const given = names.find((name) => flags[name] !== undefined);
  if (given === undefined) return;
  throw new GlmError("BAD_OPTION", `--${given} with --json, which has a form of its own; expected one of them`);
}

export function estimateOptions({ exponentiate, level }: ShownFlags): EstimateOptions {
  return { ...(exponentiate === undefined ? {} : { exponentiate }), ...(level === undefined ? {} : { level }) };
}
