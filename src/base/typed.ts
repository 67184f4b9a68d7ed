// Typed arrays made entry by entry. The `from` of the engine walks along an iterator, which takes ten times as long.

export function doubles(length: number, entry: (i: number) => number): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = entry(i);
  return out;
}

export function integers(length: number, entry: (i: number) => number): Int32Array {
  const out = new Int32Array(length);
  for (let i = 0; i < length; i++) out[i] = entry(i);
  return out;
}

/** The indices for which something holds, ascending. */
export function indicesWhere(length: number, holds: (i: number) => boolean): Int32Array {
  const out = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (holds(i)) out[count++] = i;
  return out.slice(0, count);
}
