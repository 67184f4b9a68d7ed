import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";

/** Who reads text[start, end), the line of that number, counted from 1. */
export type OnLine = (text: string, start: number, end: number, line: number) => void;

/** Puts the lines of a text together that comes in pieces, cut anywhere, as strings or as UTF-8. */
export function lineReader(onLine: OnLine) {
  const decoder = new TextDecoder();
  let rest = ""; // of a line whose end has not come yet
  let line = 0;
  const readLines = (text: string, end: number): void => {
    for (let start = line === 0 && text.startsWith("\ufeff") ? 1 : 0; start < end; ) {
      const stop = text.indexOf("\n", start);
      onLine(text, start, stop < 0 ? end : stop, ++line);
      start = (stop < 0 ? end : stop) + 1;
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
      else if (chunk instanceof Uint8Array) take(decoder.decode(chunk, { stream: true }));
      else
        throw new GlmError("BAD_VALUE", `the source gave ${show(chunk)}; expected strings, or UTF-8 as Uint8Array`, {});
    },
    end(): void {
      rest += decoder.decode();
      readLines(rest, rest.length);
    },
  };
}
