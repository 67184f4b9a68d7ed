// Tables of FlatBuffers, checked: all that is in them lies within their bytes. Format: "FlatBuffers internals".

/**
 * What a table has, by the numbers of its fields, where it is not a plain number: another table, a list of tables as [shape], or a list
 * of elements of so many bytes. A text is a list of bytes.
 */
export type Shape = number | readonly [Shape] | { readonly [field: number]: Shape };

/** Tables may share parts; a file has no more than this. */
const MOST_TABLES = 1_000_000;
const DEEPEST = 64;

/** The place of field k of the table at `at`; undefined if it is not there. */
export function fieldAt(view: DataView, at: number, k: number): number | undefined {
  const list = at - view.getInt32(at, true);
  const size = view.getUint16(list, true);
  const offset = 4 + 2 * k + 2 <= size ? view.getUint16(list + 4 + 2 * k, true) : 0;
  return offset === 0 ? undefined : at + offset;
}

/** Field k of the table at `at`, a whole number of 64 bits; 0 if it is not there. */
export function numberAt(view: DataView, at: number, k: number): number {
  const field = fieldAt(view, at, k);
  return field === undefined ? 0 : Number(view.getBigInt64(field, true));
}

/** Refuses a table, parts of which lie outside of the view. */
export function checkTable(view: DataView, at: number, shape: Shape): void {
  let left = MOST_TABLES;
  const visit = (place: number, wanted: Shape, depth: number): void => {
    if (left-- <= 0 || depth > DEEPEST) throw new RangeError("its description has too many parts");
    if (typeof wanted === "number") visitList(place, wanted);
    else if (Array.isArray(wanted)) {
      visitList(place, 4);
      for (let k = 0; k < view.getUint32(place, true); k++) {
        const element = place + 4 + 4 * k;
        visit(element + view.getUint32(element, true), wanted[0] as Shape, depth + 1);
      }
    } else {
      view.getInt32(place, true); // within the view, even if no field is looked at
      for (const [k, part] of Object.entries(wanted)) {
        const field = fieldAt(view, place, Number(k));
        if (field !== undefined) visit(field + view.getUint32(field, true), part as Shape, depth + 1);
      }
    }
  };
  const visitList = (place: number, size: number): void => {
    if (place + 4 + view.getUint32(place, true) * size > view.byteLength)
      throw new RangeError("a list lies outside of it");
  };
  visit(at, shape, 0);
}
