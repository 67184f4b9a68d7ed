// Every mistake is one line, the formula, and a mark under the place.
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/base/errors.js";
import { expandFormula } from "../../src/formula/expand.js";
import { thrown } from "../helpers/thrown.js";

const COLUMNS = ["low", "age", "lwt", "race", "smoke", "my var", "__proto__", "constructor"];

function messageOf(text: string, columns: readonly string[] = COLUMNS): string {
  const error = thrown(() => expandFormula(text, columns));
  expect(error).toBeInstanceOf(GlmError);
  expect((error as GlmError).code).toBe("BAD_FORMULA");
  const { at, end, formula } = (error as GlmError).detail;
  expect(formula).toBe(text);
  expect(0 <= (at as number) && (at as number) <= (end as number) && (end as number) <= text.length).toBe(true);
  return (error as GlmError).message;
}

/** The formula, the characters that are marked (a ^ for the end of the text), and the words. */
const CASES: readonly (readonly [string, string, RegExp])[] = [
  ["low ~ agee", "      ^^^^", /^unknown column agee; did you mean age\?$/],
  ["low ~ zzzzzzzz", "      ^^^^^^^^", /^unknown column zzzzzzzz; known columns: low, age, lwt, race, .*constructor$/],
  ["lowe ~ age", "^^^^", /^unknown column lowe; did you mean low\?$/],
  ["low ~ age + `my vra`", "            ^^^^^^^^", /did you mean my var\?$/],
  ["low ~ age - smoek", "            ^^^^^", /did you mean smoke\?$/],
  ["low ~ log(agee + 1)", "          ^^^^", /^unknown column agee/],
  ["low ~ lgo(age)", "      ^^^", /^unknown function lgo; did you mean log\?$/],
  ["low ~ ( (lgo(age)))", "         ^^^", /^unknown function lgo/],
  ["low ~ toString(age)", "      ^^^^^^^^", /^unknown function toString/],
  ["low ~ constructor(age)", "      ^^^^^^^^^^^", /^unknown function constructor; it is a column: write an operator/],
  ["low ~ age (lwt)", "      ^^^", /^unknown function age; it is a column/],
  ["", "^", /^there is nothing; expected response ~ terms/],
  ["   ", "   ^", /^there is nothing/],
  ["low", "   ^", /^there is no ~/],
  ["age + lwt", "         ^", /^there is no ~/],
  ["low ~", "    ^", /^nothing follows ~; expected a column or a number$/],
  ["~", "^", /^nothing follows ~/],
  ["low ~ age +", "          ^", /^nothing follows \+/],
  ["low ~ age + * lwt", "            ^", /^\* stands right after \+; expected a column or a number between them$/],
  ["* low ~ age", "^", /^\* stands at the beginning; expected a column before it$/],
  ["low ~ log()", "      ^^^^^", /^no column is named here/],
  ["low ~ log(age,)", "             ^", /^nothing follows ,/],
  ["low ~ ()", "      ^", /^nothing follows \(/],
  ["low ~ (age + lwt", "      ^", /^this parenthesis is not closed/],
  ["low ~ log(age", "         ^", /^this parenthesis is not closed/],
  ["low ~ age)", "         ^", /^this parenthesis closes nothing/],
  ["low) ~ age", "   ^", /^this parenthesis closes nothing/],
  ["low ~ age ~ lwt", "          ^", /^there is another ~/],
  ["low ~ (age ~ lwt)", "           ^", /^there is another ~/],
  ["low = age", "    ^", /^= names an argument of a function; write == to compare$/],
  ["low ~ age, lwt", "         ^", /^a comma separates arguments/],
  ["low ~ age lwt", "          ^^^", /^lwt follows without an operator/],
  ["low ~ age < lwt < 3", "                ^", /^a second comparison/],
  ["low ~ age + 2", "            ^", /^a number is no term/],
  ["low ~ 2 * age", "      ^", /^a number is no term/],
  ["low ~ 'age'", "      ^^^^^", /^a value is no term/],
  ["low ~ TRUE", "      ^^^^", /^a value is no term/],
  ["low ~ (age + lwt)^0", "                  ^", /^a power of terms is a whole number >= 1/],
  ["low ~ (age + lwt)^1.5", "                  ^^^", /^a power of terms/],
  ["low ~ age^lwt", "          ^^^", /^a power of terms/],
  ["low ~ age^-1", "          ^^", /^a power of terms/],
  ["low ~ I(age:lwt)", "        ^^^^^^^", /^: makes terms and cannot stand in an expression of numbers/],
  ["low ~ log(.)", "          ^", /^\. stands for columns as terms/],
  [". ~ age", "^", /^\. stands for columns as terms/],
  ["low ~ log(2)", "      ^^^^^^", /^no column is named here/],
  ["1 ~ age", "^", /^no column is named here/],
  ["low ~ low + age", "      ^^^", /^this is the response/],
  ["low ~ age * low", "            ^^^", /^this is the response/],
  ["low ~ age - offset(lwt)", "            ^^^^^^^^^^^", /^an offset cannot be subtracted/],
  ["low ~ offset()", "      ^^^^^^^^", /^offset\(\) takes one expression/],
  ["low ~ offset(age, lwt)", "      ^^^^^^^^^^^^^^^^", /^offset\(\) takes one expression/],
  ["low ~ log(offset(age))", "          ^^^^^^", /^offset\(\) stands for itself/],
  ["offset(low) ~ age", "^^^^^^", /^offset\(\) stands for itself/],
  ["low ~ (1 | race)", "         ^", /^"\|" has no meaning in a formula; random effects, .* are not supported$/],
  ["low ~ d$age", "       ^", /^"\$" has no meaning in a formula; write the name/],
  ["low ~ age %*% lwt", "          ^^^", /^"%\*%" has no meaning/],
  ["low ~ age − lwt", "          ^", /^"−" has no meaning/],
  ["low ~ `age", "      ^", /^this backtick is not closed/],
  ["low ~ ``", "      ^^", /^a name has no letters/],
  ['low ~ C(race, "sum)', "              ^", /^this quote is not closed/],
  ['low ~ cut(age, "\\q")', "                ^^", /^unknown escape/],
  ["low ~ 2nd", "      ^^^", /^"2nd" is neither a number nor a name; .*backticks$/],
  ["low ~ 1e", "      ^^", /^"1e" is neither/],
  ["low ~ 年齢 + 体重x", "      ^^^^", /^unknown column 年齢/],
  ["low ~\nage +\n\tlwtt", "             ^^^^", /^unknown column lwtt; did you mean lwt\?$/],
];

describe("a mistake", () => {
  it.each(CASES)("%s", (text, marked, words) => {
    const [line, shown, marks, ...more] = messageOf(text).split("\n");
    expect(line).toMatch(/^formula: /);
    expect(line!.slice("formula: ".length)).toMatch(words);
    expect(shown).toBe(`  ${text.replace(/\s/g, " ")}`);
    expect(marks).toBe(`  ${marked}`);
    expect(more).toEqual([]);
  });

  it("in a long formula is shown with what is around it", () => {
    const names = Array.from({ length: 200 }, (_, k) => `column${k}`);
    const text = `low ~ ${names.join(" + ")}`;
    const wrong = text.replace("column100 ", "colunm100 ");
    const [, shown, marks] = messageOf(wrong, ["low", ...names]).split("\n");
    expect(shown!.length).toBeLessThan(120);
    expect(shown).toMatch(/^ {2}\.\.\. .* \.\.\.$/);
    expect(shown!.slice(marks!.indexOf("^"), marks!.lastIndexOf("^") + 1)).toBe("colunm100");
  });

  it("at the end of a long formula too", () => {
    const text = `low ~ ${"age + ".repeat(100)}`;
    const [, shown, marks] = messageOf(text).split("\n");
    expect(shown![marks!.indexOf("^")]).toBe("+");
    expect(shown!.endsWith("...")).toBe(false);
  });

  it("does not reach the terminal with characters that control it", () => {
    const message = messageOf("low ~ `\u001b[31m`");
    expect(message).not.toContain("\u001b");
    expect(message.split("\n")).toHaveLength(3);
  });

  it("of depth is one, not an overflow of the stack", () => {
    const deep = 100_000;
    const texts = [
      "(".repeat(deep),
      `${"(".repeat(deep)}age${")".repeat(deep)}`,
      "-".repeat(deep),
      `${"age^".repeat(deep)}2`,
    ];
    for (const text of texts) expect(messageOf(`low ~ ${text}`)).toMatch(/within each other/);
    expect(messageOf(`low ~ I(${"age + ".repeat(deep)}1)`)).toMatch(/within each other/);
    expect(messageOf(`low ~ ${"age:".repeat(deep)}lwt`)).toMatch(/within each other/);
    expect(messageOf(`low ~ ${"log(".repeat(deep)}age${")".repeat(deep)}`)).toMatch(/within each other/);
  });

  it("is a formula of too many products", () => {
    const names = Array.from({ length: 40 }, (_, k) => `x${k}`);
    expect(messageOf(`~ ${names.join(" * ")}`, names)).toMatch(/more than 500000 products/);
    expect(messageOf(`~ ${".^3 + ".repeat(1000)}x1`, names)).toMatch(/more than 500000 products/);
    expect(messageOf("~ .^20", names)).toMatch(/more than 500000 products/);
  });
});
