// Every family, link, noise and number of classes with penalties: a fit to a file of SVMlight has the bits of the fit in memory, whether its partitions
// stay in memory, are read for every question, or some of each.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { fit as fitNumbers } from "../../src/index.js";
import { fit, svmlight } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { readSvmlight, writeSvmlight } from "../../src/svmlight/index.js";
import { outcome } from "../helpers/outcomes.js";
import { CASES, optionsFor } from "../helpers/partitioned.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { sliced } from "../helpers/slice.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-sparse-"));
const PATH = join(FOLDER, "rows.svm");

afterEach(() => {
  KEEPING.most = Infinity;
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

const KEPT = [Infinity, 0, 2];

it.each(sliced(CASES).map((own, k) => ({ ...own, own, k })))("$name", async ({ own, k }) => {
  const x = own.x.map((row, i) => row.map((v, j) => ((i * 7 + j) % 5 < 2 ? 0 : v)));
  const text = [...writeSvmlight(x, own.y)].join("");
  writeFileSync(PATH, text);
  const { weights: _, ...options } = optionsFor(own, k);
  const { x: read, y } = await readSvmlight(text);
  await inSmallPartitions(async () => {
    const here = await outcome(fitNumbers(read, y, options));
    KEEPING.most = KEPT[k % KEPT.length]!;
    expect(await outcome(fit(svmlight(PATH), options as object))).toEqual(here);
  });
});
