import { GlmError } from "../base/errors.js";

/** Lines that are given together. */
const ROWS = 2 ** 13;

/** The rows of JSON with one object in each line, whose text comes in pieces. Keys that a line lacks are missing cells. */
export async function* jsonRows(name: string, pieces: AsyncIterable<string>): AsyncGenerator<object[]> {
  let rest = "";
  let rows: object[] = [];
  let line = 0;
  const read = (text: string): void => {
    line++;
    if (text.trim() === "") return;
    try {
      rows.push(JSON.parse(text) as object);
    } catch (error) {
      const message = `${name}, line ${line} is JSON that cannot be read: ${(error as Error).message}; expected one object in each line`;
      throw new GlmError("BAD_VALUE", message, { line });
    }
  };
  for await (const piece of pieces) {
    const lines = (rest + piece).replace(/^\ufeff/, "").split("\n");
    rest = lines.pop()!;
    for (const text of lines) {
      read(text);
      if (rows.length < ROWS) continue;
      yield rows;
      rows = [];
    }
  }
  read(rest);
  if (rows.length > 0) yield rows;
}
