// A small classifier of texts: words as sparse columns, dropout as the penalty. node examples/text-classifier.mjs (after npm run build).
import { dropout, fit, sparse } from "dropglm";

const TEXTS = [
  ["spam", "win money now, claim your free prize"],
  ["spam", "free pills, cheap pills, order now"],
  ["spam", "you win a free cruise, claim it now"],
  ["spam", "cheap money, no credit check"],
  ["spam", "claim your prize money today"],
  ["ham", "lunch today? the usual place at noon"],
  ["ham", "the report is on your desk, please check it"],
  ["ham", "meeting moved to noon, see the calendar"],
  ["ham", "please order paper for the printer"],
  ["ham", "see you at the meeting, bring the report"],
];

const wordsOf = (text) => new Set(text.toLowerCase().match(/\p{L}+/gu));
const names = [...new Set(TEXTS.flatMap(([, text]) => [...wordsOf(text)]))].sort();
const column = new Map(names.map((word, j) => [word, j]));

/** One row per text, 1 where a word occurs; words that nobody knows are left out. */
function bagOfWords(texts) {
  const indptr = [0];
  const indices = [];
  for (const text of texts) {
    const known = [...wordsOf(text)].flatMap((word) => column.get(word) ?? []).sort((a, b) => a - b);
    indices.push(...known);
    indptr.push(indices.length);
  }
  const values = new Float64Array(indices.length).fill(1);
  return sparse({ format: "csr", rows: texts.length, columns: names.length, indptr, indices, values, names });
}

const x = bagOfWords(TEXTS.map(([, text]) => text));
const y = TEXTS.map(([label]) => label);
const model = await fit(x, y, { family: "binomial", noise: dropout(0.5) });

const order = [...names.keys()].sort((a, b) => model.coefficients[b] - model.coefficients[a]);
console.log(model.status.code);
console.log(
  "spam:",
  order
    .slice(0, 4)
    .map((j) => names[j])
    .join(", "),
);
console.log(
  "ham:",
  order
    .slice(-4)
    .map((j) => names[j])
    .join(", "),
);
console.log(model.predict(bagOfWords(["claim free money", "see the report at noon"]), { type: "class" }));
