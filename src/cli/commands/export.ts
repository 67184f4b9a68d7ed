import { type Command, Option } from "commander";
import { GlmError, type Model, type SqlOptions, toJavaScript, toSQL } from "../../index.js";
import { readSource } from "../../table/source.js";
import { EXIT } from "../output/exit.js";
import { write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { readSaved } from "../rows/saved.js";

/** The words of the library; the compiler checks that all are here. */
const DIALECTS: Readonly<Record<SqlOptions["dialect"], true>> = { duckdb: true, postgres: true, sqlite: true, bigquery: true }; // biome-ignore format: one line

interface ExportFlags extends Pick<SqlOptions, "type" | "unseen" | "table"> {
  readonly to: "sql" | "js";
  readonly dialect?: SqlOptions["dialect"];
  readonly output?: string;
}

export function addExport(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("export")
    .description("write a saved model as SQL, or as a module of JavaScript, that predicts without dropglm")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .addOption(new Option("--to <language>", "the language").choices(["sql", "js"]).makeOptionMandatory())
    .addOption(new Option("--dialect <name>", "sql: the database").choices(Object.keys(DIALECTS)))
    .option(
      "--table <name>",
      "sql: a whole SELECT of the columns of this table and the prediction, instead of an expression",
    )
    .addOption(new Option("--type <name>", "means (default), or linear predictors").choices(["response", "link"]))
    .addOption(
      new Option(
        "--unseen <rule>",
        "levels that the fit has not seen: no prediction (default), or the reference",
      ).choices(["missing", "reference"]),
    )
    .option("-o, --output <file>", "write it to a file instead of standard output")
    .action(async (model: string, flags: ExportFlags) => finish(await exportCommand(model, flags)));
}

async function exportCommand(file: string, flags: ExportFlags): Promise<number> {
  checkFlags(flags);
  const outputs = openOutputs({ "--output": flags.output }, [file]);
  const { model, transform } = readSaved(await readSource(file));
  if (transform !== undefined) {
    const message = `${file} transforms its columns by ${transform} before the model; expected a model without --transform: fit a formula with ${transform}()`;
    throw new GlmError("NOT_SUPPORTED", message);
  }
  const text = `${textOf(model, flags).trimEnd()}\n`;
  const { code } = model.status;
  if (code !== "converged")
    writeWarning(`the fit of ${file} ended ${code}; its predictions are those of the best point it reached`);
  if (flags.output === undefined) write(text);
  else outputs.write("--output", text);
  return EXIT.done;
}

/** Refuses options of the other language. */
function checkFlags({ to, dialect, table }: ExportFlags): void {
  if (to === "sql") {
    if (dialect !== undefined) return;
    const message = `--to sql without --dialect; expected ${Object.keys(DIALECTS).join(", ")}`;
    throw new GlmError("BAD_OPTION", message);
  }
  const given = dialect === undefined ? (table === undefined ? undefined : `--table ${table}`) : `--dialect ${dialect}`;
  if (given !== undefined) throw new GlmError("BAD_OPTION", `${given} with --to js; expected --to sql: leave it out`);
}

function textOf(model: Model, { to, dialect, type, unseen, table }: ExportFlags): string {
  const options = { ...(type !== undefined && { type }), ...(unseen !== undefined && { unseen }) };
  if (to === "js") return toJavaScript(model, options);
  const text: unknown = toSQL(model, { ...options, dialect: dialect!, ...(table !== undefined && { table }) });
  if (typeof text === "string") return text;
  throw new GlmError("BAD_OPTION", "--to sql of a model of several classes has an expression for each; expected --table <name>, which makes columns of them"); // biome-ignore format: one line
}
