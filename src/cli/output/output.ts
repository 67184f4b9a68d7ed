import pc from "picocolors";
import { printable, quoted, sentence } from "../../base/show.js";
import { GlmError } from "../../index.js";
import { reasonOf } from "../../table/reason.js";

/** Writes a line of the result to stdout. */
export function write(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Waits until all of stdout is written, or has failed. True if it is written, or if the reader has closed it. */
export async function isWritten(): Promise<boolean> {
  await new Promise<void>((resolve) => {
    if (process.stdout.destroyed) resolve();
    else process.stdout.write("", () => resolve());
  });
  await new Promise(setImmediate); // the error event comes after the callback
  return !hasFailed;
}

let hasFailed = false;

/** Bold on a terminal, plain in a pipe. */
export function title(text: string): string {
  return pc.createColors(hasColors(process.stdout)).bold(text);
}

/** An error that the user must correct: exactly one line on stderr. */
export function writeError(message: string): void {
  const { red } = pc.createColors(hasColors(process.stderr));
  process.stderr.write(`${red("error:")} ${oneLine(message)}\n`);
}

/** What a command threw: one line, and below that of a mistake in a formula the two lines that show its place. */
export function writeFailure(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const [message, ...picture] = error instanceof GlmError ? text.split("\n") : [text];
  writeError(message!);
  for (const line of picture) process.stderr.write(`${printable(line)}\n`);
}

/** A note on the result: one line on stderr. */
export function writeWarning(message: string): void {
  const { yellow } = pc.createColors(hasColors(process.stderr));
  process.stderr.write(`${yellow("warning:")} ${oneLine(message)}\n`);
}

/**
 * A reader that has read enough (`| head`) closes the pipe. That is no failure: the rest of the output is dropped.
 * Any other problem with stdout, such as a full disk, is one.
 */
export function forgiveBrokenPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || hasFailed) return;
    hasFailed = true;
    writeError(`cannot write to standard output: ${reasonOf(error)}`);
  });
  process.stderr.on("error", () => {}); // nobody can read it
}

/**
 * Names and labels are written to CSV unchanged, so that programs find them again. A spreadsheet treats those that begin with these
 * characters as formulas, and they come from the author of the table, so a line warns about them.
 */
export function warnOfFormulas(texts: Iterable<string>): void {
  const found = new Set<string>();
  for (const text of texts) if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]/.test(text)) found.add(text);
  if (found.size === 0) return;
  const [first] = found;
  const which = found.size === 1 ? `the text ${quoted(first!)}` : `${quoted(first!)} and ${found.size - 1} more texts`;
  writeWarning(`${which} of the CSV would be a formula in a spreadsheet; import the columns as text`);
}

/** Numbers that JSON cannot write (Infinity, NaN) become strings. */
export function toJSON(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === "number" && !Number.isFinite(v) ? String(v) : v));
}

/** Warnings of several fits: each once, the first few of many. */
export function warningLines(warnings: readonly { readonly code: string; readonly message: string }[]): string[] {
  const lines = [...new Set(warnings.map(({ code, message }) => sentence(`warning (${code}): ${message}`)))];
  return lines.length > 5 ? [...lines.slice(0, 4), `... and ${lines.length - 4} warnings more`] : lines;
}

function oneLine(message: string): string {
  return sentence(message.trim().replace(/\s*\n\s*/g, " "));
}

function hasColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
