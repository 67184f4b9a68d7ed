import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toSQL } from "../../src/to-sql.js";
import { type Connection, connect, DATABASES, fill, selected } from "./databases.js";
import { difference } from "./difference.js";
import { CASES } from "./models.js";

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
