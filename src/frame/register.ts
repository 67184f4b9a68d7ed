import { tables } from "./all.js";
import { useTables } from "./hook.js";

/** Formulas and tables for an entry that has them. */
export function register(): void {
  useTables(tables);
}
