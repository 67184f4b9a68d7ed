import type { Printed } from "../../index.js";

type Form = "table" | "markdown" | "latex" | "html" | "csv";

const WRITERS: Readonly<Record<Exclude<Form, "table">, (result: Printed) => string>> = {
  markdown: (result) => result.toMarkdown(),
  latex: (result) => result.toLaTeX(),
  html: (result) => result.toHTML(),
  csv: (result) => result.toCSV(),
};

/** A result in the form that was asked for: for a console the text, which may have a heading, else the table alone. */
export function inForm(result: Printed, form: Form | undefined, text: () => string): string {
  return form === undefined || form === "table" ? text() : WRITERS[form](result);
}
