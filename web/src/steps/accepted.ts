// The steps as the pictures need them.
import type { StepRow } from "../messages.js";

/** Where the search of each row stood when it was made: the number of the row that was accepted last before it. */
export function standing(rows: readonly StepRow[]): number[] {
  let last = 0;
  return rows.map(({ verdict }, k) => {
    const stood = last;
    if (verdict !== "rejected") last = k;
    return verdict === "start" ? k : stood;
  });
}

/** How far above the end of its own search each row is. */
export function gapsOf(rows: readonly StepRow[]): number[] {
  const ends = new Map<number, number>();
  for (const { search, verdict, objective } of rows) {
    if (verdict === "accepted" || verdict === "start")
      ends.set(search, Math.min(objective, ends.get(search) ?? Number.POSITIVE_INFINITY));
  }
  return rows.map(({ search, verdict, objective }) =>
    verdict === "end" ? 0 : objective - (ends.get(search) ?? objective),
  );
}
