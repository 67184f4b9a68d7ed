/** The method that the consoles of Node, Deno and Bun call on an object. Its symbol is registered, so nothing is imported. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** `util.inspect`, passed by the console. */
export type Inspect = (value: unknown, options: object) => string;
