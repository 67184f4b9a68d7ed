/** The name of the method that turns an object into what consoles of Node, Deno and Bun show of it. The symbol is registered, so nothing is imported. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** The third argument of that method, `util.inspect`: it turns a value into text. */
export type Inspect = (value: unknown, options: object) => string;

/** The name of the method that says how a notebook of Deno's kernel shows an object: its text by media type. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;
