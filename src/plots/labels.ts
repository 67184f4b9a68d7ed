// Words on a plot, placed so that they do not overlap. Widths are estimates, because there are no font metrics here.

/** Font size of words beside points, and the average width of a letter as a part of it. */
export const SMALL = 10;
const LETTER = 0.62;
/** Least distance of two lines of words. */
export const ROW = SMALL + 1;
const LONGEST = 28;

export function widthOf(text: string): number {
  return LETTER * SMALL * text.length;
}

/** A word that fits into some pixels, if it is given how many, and is not longer than a name should be. */
export function shortened(text: string, room = Infinity): string {
  const most = Math.max(3, Math.min(LONGEST, Math.floor(room / (LETTER * SMALL))));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** A name that fits into some pixels: its middle is left out, so that names of one beginning stay apart. */
export function fitting(text: string, room: number): string {
  const most = Math.max(5, Math.floor(room / (LETTER * SMALL)));
  if (text.length <= most) return text;
  const last = Math.floor(0.6 * (most - 1)); // ends tell more
  return `${text.slice(0, most - 1 - last)}…${text.slice(text.length - last)}`;
}

/** A sentence in lines that fit into some pixels; a longer word is a line of its own. */
export function wrapped(text: string, room: number, size = SMALL): string[] {
  const most = Math.max(10, Math.floor(room / (LETTER * size)));
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/**
 * Positions of pieces of given lengths, moved from their wanted positions by one pass up and one pass down, so that
 * none overlaps another and all lie within [from, to].
 */
export function spread(wanted: readonly number[], lengths: readonly number[], from: number, to: number): number[] {
  const order = wanted.map((_, k) => k).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const placed = [...wanted];
  let free = from;
  for (const k of order) {
    placed[k] = Math.max(placed[k]!, free);
    free = placed[k]! + lengths[k]!;
  }
  free = to;
  for (const k of order.reverse()) {
    placed[k] = Math.min(placed[k]!, free - lengths[k]!);
    free = placed[k]!;
  }
  return placed;
}

/** Position of a label, in pixels. */
export interface Box {
  readonly left: number;
  readonly width: number;
  readonly middle: number;
}

/** The labels that have room; earlier ones have priority. */
export function withoutOverlap<T extends Box>(labels: readonly T[]): T[] {
  const kept: T[] = [];
  for (const label of labels) {
    const isFree = kept.every(
      ({ left, middle, width }) =>
        Math.abs(middle - label.middle) >= ROW || left >= label.left + label.width || label.left >= left + width,
    );
    if (isFree) kept.push(label);
  }
  return kept;
}
