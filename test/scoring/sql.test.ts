import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toSQL } from "../../src/to-sql.js";
import { connect, type Connection, DATABASES, fill, selected } from "./databases.js";
import { CASES } from "./models.js";

/** The largest difference, relative to the larger of 1 and the prediction; infinite where one of the two is missing. */
export function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = found.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [found[i]!, expected[i]!];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    const off = Math.abs(a - b) / Math.max(1, Math.abs(b));
    most = Math.max(most, Number.isNaN(off) ? Infinity : off);
  }
  return most;
}

const WITHIN = 1e-12;

describe.each(DATABASES)("%s", (dialect) => {
  let database: Connection;
  beforeAll(async () => {
    database = await connect(dialect);
  });
  afterAll(() => database.close());

  it.each(CASES)("$name", async ({ model, sheet }) => {
    await fill(database, "rows of a test", sheet);
    for (const type of ["response", "link"] as const) {
      for (const unseen of ["missing", "reference"] as const) {
        const sql = toSQL(model, { dialect, type, unseen, table: "rows of a test" });
        const [found] = await selected(database, sql, ["prediction"]);
        expect(difference(found!, model.predict(sheet as never, { type, unseen }))).toBeLessThan(WITHIN);
      }
    }
  });
});
