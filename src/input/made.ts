/**
 * The objects that `matrix` and `sparse` of this package made and checked. Their `kind` says nothing: a request, a clone or another
 * copy of the package may bring an object with the same fields, and that one is checked like any input.
 */
const MADE = new WeakSet<object>();

/** Remembers what was checked, and holds it as it is. */
export function made<T extends object>(checked: T): T {
  MADE.add(checked);
  return Object.freeze(checked);
}

export function isMade(x: object): boolean {
  return MADE.has(x);
}
