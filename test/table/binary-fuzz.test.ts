// Files of Parquet, Arrow and Excel with damaged bytes: a table, or one line that names the file.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { readColumns } from "../../src/table/columns.js";
import { below, forMutants, MUTANTS } from "../helpers/mutants.js";

const FILES = [
  "none.parquet",
  "snappy.parquet",
  "gzip.parquet",
  "v2.parquet",
  "lz4.feather",
  "stream.arrows",
  "book.xlsx",
];

describe(`${MUTANTS / 20} damaged copies`, () => {
  it.each(FILES)("of %s", async (name) => {
    const whole = readFileSync(new URL(`files/${name}`, import.meta.url));
    let refused = 0;
    await forMutants(
      75,
      async (random) => {
        const bytes = Uint8Array.from(whole);
        for (let k = below(random, 4); k >= 0; k--) bytes[below(random, bytes.length)] = below(random, 256);
        const cut = below(random, 4) === 0 ? below(random, bytes.length) : bytes.length;
        try {
          const { names, columns, lines } = await readColumns({ name: "t", bytes: bytes.subarray(0, cut) });
          for (const column of names) expect(columns[column]).toHaveLength(lines.length);
        } catch (error) {
          refused++;
          if (!(error instanceof GlmError)) throw error;
          expect(error.message).toMatch(/^t( |,|:)/);
          expect(error.message).not.toContain("\n");
        }
      },
      MUTANTS / 20,
    );
    expect(refused).toBeGreaterThan(0);
  });
});
