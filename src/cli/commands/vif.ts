import type { Command } from "commander";
import { quoted, shownName } from "../../base/show.js";
import { GlmError, type VifOptions, vif } from "../../index.js";
import { readSource } from "../../table/source.js";
import { nameList } from "../flags/declare.js";
import { checkShown, type FormatFlags, formatOption } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { contentOf } from "../rows/heading.js";
import { readSaved } from "../rows/saved.js";

interface VifFlags extends FormatFlags {
  /** One label per column of the model. */
  readonly columnGroups?: readonly string[];
}

export function addVif(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("vif")
    .description("generalized variance inflation factors of a fit: how much its columns depend on each other")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .option(
      "--column-groups <labels>",
      "the group of every column of the model, in their order, as a,b,b (default: the terms of its formula, or each by itself)",
      nameList,
    )
    .addOption(formatOption())
    .option("--json", "print JSON")
    .action(async (model: string, flags: VifFlags) => finish(await vifCommand(model, flags)));
}

async function vifCommand(file: string, flags: VifFlags): Promise<number> {
  const { columnGroups, format, json } = flags;
  checkShown(flags);
  openOutputs({}, [file]);
  const source = await readSource(file);
  const { model } = readSaved(source);
  const rows = vif(model, columnGroups === undefined ? {} : { groups: groupsOf(columnGroups, model.names) });
  if (json) write(toJSON({ model: source.name, formula: model.formula, rows }));
  else
    write(inForm(rows, format, () => `${title(`${shownName(source.name)}: ${contentOf(model)}`)}\n\n${String(rows)}`));
  return EXIT.done;
}

/** The columns of every group, by its label. */
function groupsOf(labels: readonly string[], names: readonly string[]): NonNullable<VifOptions["groups"]> {
  if (labels.length !== names.length) {
    const columns = names.slice(0, 8).map(quoted).join(", ");
    throw new GlmError(
      "BAD_OPTION",
      `--column-groups has ${labels.length} labels; expected ${names.length}, one for each column of the model: ${columns}${names.length > 8 ? ", ..." : ""}`,
    );
  }
  return Object.fromEntries(labels.map((label) => [label, names.filter((_, j) => labels[j] === label)]));
}
