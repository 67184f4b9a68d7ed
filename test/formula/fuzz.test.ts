// Random strings are a formula, or a GlmError with a place in the string. DROPGLM_FUZZ=1000000 for more; DROPGLM_SEED begins elsewhere.
import { expect, it } from "vitest";
import { GlmError } from "../../src/base/errors.js";
import { mulberry32 } from "../../src/base/random.js";
import { codingOf } from "../../src/formula/coding.js";
import { expandFormula } from "../../src/formula/expand.js";

const COUNT = Number(process.env.DROPGLM_FUZZ ?? 2000);
const SEED = Number(process.env.DROPGLM_SEED ?? 1);

const COLUMNS = ["y", "a", "b", "my var", "__proto__", "constructor", "größe"];
const LIKELY =
  "y a b a b a b ~ ~ + + + - * / : ^ ** %in% ( ( ) ) , . 0 1 2 < <= == != > = log( I( poly( offset( cbind( C( c( pi T".split(
    " ",
  );
const UNLIKELY = [
  ..."'\"`\\%|$[]{}!&#@?;\0\n\ud800\u{1f600}é",
  "my var",
  "`my var`",
  "'t'",
  "1e999",
  ".5",
  "2L",
  "__proto__",
];
const WORDS = [...LIKELY, ...LIKELY, ...LIKELY, ...UNLIKELY, " ", "constructor", "TRUE", "Inf", "größe", "1e-3", "zz"];

const OPERANDS =
  "a a b b 0 1 . 1 (a+b) (a*b) (b-1) log(a) I(a^2) offset(b) poly(a,2) (a>1) -a `größe` C(b,sum) größe".split(" ");
const OPERATORS = "+ + + - * / : %in% ^2+ ^3*".split(" ");

it(`${COUNT} random strings are answered or refused`, () => {
  const random = mulberry32(SEED);
  const below = (n: number): number => Math.floor(random() * n);
  let answered = 0;
  for (let k = 0; k < COUNT; k++) {
    const isWild = below(2) === 0;
    const one = (words: readonly string[]): string => words[below(words.length)]!;
    const words = Array.from({ length: 1 + below(isWild ? 14 : 6) }, () => (isWild ? one(WORDS) : one(OPERATORS) + one(OPERANDS))); // biome-ignore format: one line
    const text = `${isWild && below(3) === 0 ? "" : "y ~ a"}${words.join(below(2) === 0 ? " " : "")}`;
    try {
      const formula = expandFormula(text, COLUMNS);
      const codes = codingOf(formula, (label) => label === "a");
      expect(codes.map((term) => term.length), text).toEqual(formula.terms.map(({ variables }) => variables.length)); // biome-ignore format: one line
      const again = expandFormula(textOf(formula), COLUMNS);
      expect(productsOf(again), text).toEqual(productsOf(formula));
      answered++;
    } catch (error) {
      if (!(error instanceof GlmError)) throw new Error(`${JSON.stringify(text)}: ${error}`, { cause: error });
      expect(error.code, text).toBe("BAD_FORMULA");
      expect(error.message.split("\n"), text).toHaveLength(3);
    }
  }
  expect(answered).toBeGreaterThan(COUNT / 10);
});

/** Labels by term; the order within a term is that in which the variables came. */
function productsOf({ terms }: ReturnType<typeof expandFormula>): string[] {
  return terms.map(({ variables }) => variables.map(({ label }) => label).sort().join(":")); // biome-ignore format: one line
}

/** A formula of the labels: reading it again gives the same terms. */
function textOf({ terms, intercept }: ReturnType<typeof expandFormula>): string {
  const parts = terms.map(({ variables }) => variables.map(({ label }) => `(${label})`).join(":"));
  return `~ ${[intercept ? "1" : "0", ...parts].join(" + ")}`;
}
