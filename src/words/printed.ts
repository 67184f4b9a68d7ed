import { DISPLAY, INSPECT } from "../base/inspect.js";
import { csvOf } from "./csv.js";
import { htmlOf } from "./html.js";
import { latexOf } from "./latex.js";
import { markdownOf } from "./markdown.js";
import { plainOf } from "./plain.js";
import type { PrintedTable } from "./table.js";
import { textOf } from "./text.js";

/** What every result that prints as a table has. A console shows its text, a notebook of Deno's kernel its HTML. */
export interface Printed {
  /** The table as data: caption, columns, rows, notes. */
  toTable(): PrintedTable;
  /** The table for a console, its columns aligned. */
  toString(): string;
  /** The table in GitHub's Markdown. Names are escaped here and in the other forms, so that they are shown as they are. */
  toMarkdown(): string;
  /** A `<table>` element. */
  toHTML(): string;
  /** A `table` environment that needs no package. */
  toLaTeX(): string;
  /** All rows with all digits. Text that a spreadsheet would take for a formula has an apostrophe before it. */
  toCSV(): string;
  /** The result as plain data, for `JSON.stringify`: lists for typed arrays, text for NaN and Infinity. */
  toJSON(): unknown;
}

/** A result that is a class. */
export abstract class PrintedResult implements Printed {
  abstract toTable(): PrintedTable;

  toString(): string {
    return textOf(this.toTable());
  }

  toMarkdown(): string {
    return markdownOf(this.toTable());
  }

  toHTML(): string {
    return htmlOf(this.toTable());
  }

  toLaTeX(): string {
    return latexOf(this.toTable());
  }

  toCSV(): string {
    return csvOf(this.toTable());
  }

  toJSON(): unknown {
    return plainOf(this);
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }

  /** @internal */
  [DISPLAY](): Record<string, string> {
    return { "text/plain": this.toString(), "text/html": this.toHTML() };
  }
}

/** A result that is an object or a list: the methods are added, where no loop over its fields meets them. */
export function printed<T extends object>(result: T, toTable: (result: T) => PrintedTable): T & Printed {
  const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(PrintedResult.prototype);
  return Object.defineProperties(result, { ...methods, toTable: { value: () => toTable(result) } }) as T & Printed;
}
