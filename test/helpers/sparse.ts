/** An array of length n with gaps where `entries` has none. */
export function withGaps(n: number, entries: Readonly<Record<number, unknown>>): unknown[] {
  return Object.assign(new Array(n), entries);
}
