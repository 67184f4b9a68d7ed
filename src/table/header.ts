import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";

// What a header line must be.

/** The names of a header line whose next line is `next`, checked. */
export function namesOf(source: string, header: readonly string[], next: readonly string[] | undefined): string[] {
  const names = header.map((cell) => cell.trim());
  refuseTitle(source, names, next);
  checkNames(source, names, "in the header line");
  if (next !== undefined) return names;
  throw new GlmError("EMPTY", `${source} has a header line and no rows; expected at least one`);
}

/** Whether there is a title above the header line: one field, or one that is not blank, above several. */
function refuseTitle(source: string, header: readonly string[], next: readonly string[] | undefined): void {
  const filled = header.filter((name) => name !== "");
  if (
    filled.length !== 1 ||
    header[0] === "" ||
    next === undefined ||
    next.length < 2 ||
    next.every((cell) => cell.trim() === "")
  )
    return;
  if (header.length !== 1 && header.length !== next.length) return;
  throw new GlmError(
    "BAD_SHAPE",
    `${source}: the first line holds ${quoted(filled[0]!)} only, the next one ${next.length} fields; expected a header line with column names: if it is a title, take it away`,
  );
}

/** Refuses names that are blank, except the first of several, which heads the names of the rows, and names that occur twice. */
export function checkNames(source: string, names: readonly string[], where: string): void {
  const places = new Map<string, number>();
  names.forEach((name, j) => {
    if (name === "" && j === 0 && names.length > 1) return;
    if (name === "") throw new GlmError("BAD_SHAPE", `${source}: column ${j + 1} has no name ${where}; give it one`);
    const first = places.get(name);
    if (first !== undefined) {
      throw new GlmError(
        "BAD_SHAPE",
        `${source}: columns ${first + 1} and ${j + 1} are both named ${quoted(name)}; names must differ: rename one`,
      );
    }
    places.set(name, j);
  });
}
