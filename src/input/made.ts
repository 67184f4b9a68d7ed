/**
 * The objects that `matrix`, `sparse` and `coded` of this package made and checked. Their `kind` proves nothing: a request, a clone or another
 * copy of the package may contain an object with the same fields, and such an object is checked like any input.
 */
const MADE = new WeakSet<object>();

/** Remembers a checked object, and freezes it. */
export function made<T extends object>(checked: T): T {
  MADE.add(checked);
  return Object.freeze(checked);
}

export function isMade(x: object): boolean {
  return MADE.has(x);
}
