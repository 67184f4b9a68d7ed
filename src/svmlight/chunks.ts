import { encodingOf, SIGNATURE } from "../base/encoding.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";

/** Reader of text[start, end), the line of that number, counted from 1. */
export type OnLine = (text: string, start: number, end: number, line: number) => void;

/** Joins the lines of a text that arrives in pieces, cut anywhere, as strings or as bytes. A line ends as LF, CRLF or CR. */
export function lineReader(onLine: OnLine) {
  const decoder = byteDecoder();
  let rest = ""; // begin of a line whose end has not arrived yet
  let line = 0;
  const readLines = (text: string, end: number): void => {
    let cr = -1; // the next one; searched once, not from every line
    for (let start = line === 0 && text.startsWith("\ufeff") ? 1 : 0; start < end; ) {
      if (cr < start) cr = at(text, "\r", start, end);
      const lf = at(text, "\n", start, end);
      const stop = Math.min(cr, lf);
      onLine(text, start, stop, ++line);
      start = stop === cr && lf === cr + 1 ? lf + 1 : stop + 1;
    }
  };
  const take = (text: string): void => {
    const cut = text.lastIndexOf("\n") + 1;
    if (cut === 0) {
      rest += text;
      return;
    }
    const lines = rest === "" ? text : rest + text.slice(0, cut);
    readLines(lines, rest.length + cut);
    rest = text.slice(cut);
  };
  return {
    push(chunk: unknown): void {
      if (typeof chunk === "string") take(chunk);
      else if (chunk instanceof Uint8Array) take(decoder.decode(chunk));
      else
        throw new GlmError("BAD_VALUE", `the source gave ${show(chunk)}; expected strings, or UTF-8 as Uint8Array`, {});
    },
    end(): void {
      rest += decoder.end();
      readLines(rest, rest.length);
    },
  };
}

/** The next index of a character, or `end`. */
function at(text: string, character: string, start: number, end: number): number {
  const found = text.indexOf(character, start);
  return found < 0 || found > end ? end : found;
}

/** Text of bytes: UTF-8, or UTF-16, by the first bytes. */
function byteDecoder() {
  let head: number[] | undefined = [];
  let decoder: TextDecoder | undefined;
  const begin = (bytes: readonly number[]): string => {
    head = undefined;
    const encoding = encodingOf(bytes);
    if (encoding === "gzip") {
      const advice = 'unpack it first: pipe it through new DecompressionStream("gzip")';
      throw new GlmError("BAD_VALUE", `the source is compressed (gzip); ${advice}`, {});
    }
    decoder = new TextDecoder(encoding);
    return decoder.decode(Uint8Array.from(bytes), { stream: true });
  };
  return {
    decode(bytes: Uint8Array): string {
      if (head === undefined) return decoder!.decode(bytes, { stream: true });
      const missing = SIGNATURE - head.length;
      head.push(...bytes.subarray(0, missing));
      return head.length < SIGNATURE ? "" : begin(head) + decoder!.decode(bytes.subarray(missing), { stream: true });
    },
    end: (): string => (head === undefined ? "" : begin(head)) + decoder!.decode(),
  };
}
