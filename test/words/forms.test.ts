// The forms of a printed table, by hand, with names that each of them could misread.
import { describe, expect, it } from "vitest";
import { csvOf } from "../../src/words/csv.js";
import { htmlOf } from "../../src/words/html.js";
import { latexOf } from "../../src/words/latex.js";
import { markdownOf } from "../../src/words/markdown.js";
import { column, numbers, type PrintedTable } from "../../src/words/table.js";
import { textOf } from "../../src/words/text.js";

const TABLE: PrintedTable = {
  caption: "a <caption>\ny ~ x_1",
  columns: [column("text", "name", ""), numbers("estimate", "estimate"), column("p", "p", "Pr(>|z|)")],
  rows: [
    { name: "race[other]", estimate: -0.5, p: 1e-20 },
    { name: '=a|b"<i>', estimate: 1.23456789e-7, p: 0.04 },
    { name: "hidden", estimate: Number.NaN, p: undefined },
  ],
  shown: [0, 1],
  notes: ["# n = 10 & more"],
};

describe("the forms of a table", () => {
  it("text: aligned columns between caption and notes", () => {
    expect(textOf(TABLE).split("\n")).toEqual([
      "a <caption>",
      "y ~ x_1",
      "",
      "              estimate  Pr(>|z|)",
      "race[other]       -0.5    <2e-16",
      '=a|b"<i>     1.2346e-7      0.04',
      "",
      "# n = 10 & more",
    ]);
  });

  it("Markdown: marks are escaped, also those at the beginning of a line", () => {
    expect(markdownOf(TABLE).split("\n")).toEqual([
      "a \\<caption\\>\\",
      "y \\~ x\\_1",
      "",
      "|  | estimate | Pr(\\>\\|z\\|) |",
      "| :--- | ---: | ---: |",
      "| race\\[other\\] | -0.5 | \\<2e-16 |",
      '| =a\\|b"\\<i\\> | 1.2346e-7 | 0.04 |',
      "",
      "\\# n = 10 \\& more",
      "",
    ]);
    expect(markdownOf({ ...TABLE, caption: "- a", notes: ["1. b", "2) c"] })).toMatch(
      /^\\- a\n[\s\S]*\n1\\\. b\\\n2\\\) c\n$/,
    );
  });

  it("HTML: names are text, whatever they hold", () => {
    expect(htmlOf(TABLE).split("\n")).toEqual([
      "<table>",
      "<caption>a &lt;caption&gt;<br>y ~ x_1</caption>",
      '<thead><tr><th scope="col" style="text-align:left"></th><th scope="col" style="text-align:right">estimate</th><th scope="col" style="text-align:right">Pr(&gt;|z|)</th></tr></thead>',
      "<tbody>",
      '<tr><th scope="row" style="text-align:left">race[other]</th><td style="text-align:right">-0.5</td><td style="text-align:right">&lt;2e-16</td></tr>',
      '<tr><th scope="row" style="text-align:left">=a|b&quot;&lt;i&gt;</th><td style="text-align:right">1.2346e-7</td><td style="text-align:right">0.04</td></tr>',
      "</tbody>",
      '<tfoot><tr><td colspan="3" style="text-align:left"># n = 10 &amp; more</td></tr></tfoot>',
      "</table>",
      "",
    ]);
  });

  it("LaTeX: specials are commands, minus signs and powers are mathematics", () => {
    expect(latexOf(TABLE).split("\n")).toEqual([
      "\\begin{table}[ht]",
      "\\centering",
      "\\caption{a \\textless{}caption\\textgreater{}; y \\textasciitilde{} x\\_1}",
      "\\begin{tabular}{lrr}",
      "\\hline",
      " & estimate & Pr(\\textgreater{}\\textbar{}z\\textbar{}) \\\\",
      "\\hline",
      "race{[}other{]} & $-0.5$ & $<2 \\times 10^{-16}$ \\\\",
      '=a\\textbar{}b"\\textless{}i\\textgreater{} & $1.2346 \\times 10^{-7}$ & 0.04 \\\\',
      "\\hline",
      "\\end{tabular}",
      "\\par\\smallskip\\footnotesize",
      "\\# n = 10 \\& more",
      "\\end{table}",
      "",
    ]);
    const large = { ...TABLE, rows: [{ name: "a", estimate: 1.5e9, p: 1 }], shown: undefined };
    expect(latexOf(large)).toContain("a & $1.5000 \\times 10^{9}$ & 1 ");
    const hostile = { ...TABLE, rows: [{ name: "\\input{/etc/passwd}%^", estimate: 1, p: 1 }], shown: undefined };
    expect(latexOf(hostile)).toContain("\\textbackslash{}input\\{/etc/passwd\\}\\%\\textasciicircum{} & 1 & 1 \\\\");
  });

  it("CSV: all rows and digits, keys as heads, formulas as text, nothing for what is missing", () => {
    expect(csvOf(TABLE).split("\n")).toEqual([
      "name,estimate,p",
      "race[other],-0.5,1e-20",
      `"'=a|b""<i>",1.23456789e-7,0.04`,
      "hidden,,",
      "",
    ]);
    for (const name of ["=1", "+1", "-1", "@a", "\ta"]) {
      expect(csvOf({ ...TABLE, rows: [{ name, estimate: 1, p: 1 }] })).toContain(`\n'${name},1,1`);
    }
    expect(csvOf({ ...TABLE, rows: [{ name: "a\nb", estimate: Infinity, p: 1 }] })).toContain('\n"a\nb",Infinity,1\n');
  });

  it("what is invisible in a name is seen in what people read", () => {
    const table = { ...TABLE, rows: [{ name: "a\u202eb", estimate: 1, p: 1 }], shown: undefined };
    for (const form of [textOf, markdownOf, htmlOf, latexOf]) expect(form(table)).not.toContain("\u202e");
    expect(csvOf(table)).toContain("a\u202eb,1,1");
  });

  it("a table without columns is its caption and notes", () => {
    const none = { ...TABLE, columns: [], rows: [], shown: undefined };
    expect(textOf(none)).toBe("a <caption>\ny ~ x_1\n\n# n = 10 & more");
  });
});
