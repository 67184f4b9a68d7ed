/** What the consoles of Node, Deno and Bun ask an object by: registered, so nothing is imported. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** `util.inspect`, handed over by who prints. */
export type Inspect = (value: unknown, options: object) => string;
