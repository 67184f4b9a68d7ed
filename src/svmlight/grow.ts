/** A growing list of numbers, in a typed array that doubles when it is full. */
export interface Growing<T extends Float64Array | Int32Array | Uint32Array> {
  readonly length: number;
  readonly push: (value: number) => void;
  /** A view of the numbers from `begin` on, valid until the next push. */
  readonly from: (begin: number) => T;
  /** Forgets all numbers. */
  readonly clear: () => void;
}

export const growingDoubles = (): Growing<Float64Array> => growing((length) => new Float64Array(length));
export const growingIntegers = (): Growing<Int32Array> => growing((length) => new Int32Array(length));
export const growingLines = (): Growing<Uint32Array> => growing((length) => new Uint32Array(length));

function growing<T extends Float64Array | Int32Array | Uint32Array>(make: (length: number) => T): Growing<T> {
  let data = make(64);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === data.length) {
        const larger = make(2 * length);
        larger.set(data);
        data = larger;
      }
      data[length++] = value;
    },
    from: (begin) => data.subarray(begin, length) as T,
    clear() {
      length = 0;
    },
  };
}
