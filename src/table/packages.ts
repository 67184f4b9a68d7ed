import { GlmError } from "../index.js";

/** Imports a package that reads one kind of file, when such a file is met. `what` is the file and its kind. */
export async function needed<T>(what: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const message = `${what}, which the package ${name} reads, and it could not be imported; npm install ${name}`;
    throw new GlmError("NOT_LOADED", message, { name, cause });
  }
}
