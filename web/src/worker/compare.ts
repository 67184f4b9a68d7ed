import type { Compared, Spec } from "../messages.js";
import type { Held } from "./held.js";
import type { Tools } from "./tools.js";
export async function compared(
  _held: Held,
  _spec: Spec,
  _plane: readonly [string, string] | undefined,
  _tools: Tools,
): Promise<Compared> {
  throw new Error("x");
}
