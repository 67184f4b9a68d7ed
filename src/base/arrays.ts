// The true kind and length of typed arrays, read by the engine's own getters. Objects that only look like a typed array, proxies, and
// an own property `length` cannot change these.

const INTRINSIC = Object.getPrototypeOf(Float64Array.prototype) as object;
const getterOf = (key: PropertyKey) => Object.getOwnPropertyDescriptor(INTRINSIC, key)!.get!;
const lengthGetter = getterOf("length");
const tagGetter = getterOf(Symbol.toStringTag);

/** "Float64Array" and so on for a typed array; undefined for anything else. */
export function typedName(value: unknown): string | undefined {
  return tagGetter.call(value) as string | undefined;
}

/** Whether entries come by index: a plain or a typed array. */
export function isVector(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || typedName(value) !== undefined;
}

/** The current number of entries: 0 for a typed array whose buffer was transferred, fewer than before if it was resized. */
export function lengthOf(values: ArrayLike<unknown>): number {
  if (Array.isArray(values)) return values.length;
  return typedName(values) === undefined ? values.length : (lengthGetter.call(values) as number);
}

/** Whether the entries of a typed array are bigints. */
export function holdsBigInts(name: string | undefined): boolean {
  return name?.startsWith("Big") === true;
}
