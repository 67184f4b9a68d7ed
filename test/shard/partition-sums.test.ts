// Sums and moments made by partitions are those of all rows, to rounding.
import { describe, expect, it } from "vitest";
import { type FitOptions, ridge } from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { formOf } from "../helpers/forms.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { relative } from "../helpers/numeric.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { coarse, STORAGES } from "../helpers/storages.js";

const P = 3;
const ASKED = REQUEST.value | REQUEST.gradient | REQUEST.hessian;

/** The same rows as one partition, and as partitions of 64 rows, whose means differ. */
function both(rows: number, storage: string, more: FitOptions = {}) {
  const { x, y } = dataFor(formOf("poisson"), rows, P, 9);
  const far = coarse(x).map(([a, b, c], i) => [a! + 1000, b! * 100 + (i > rows / 2 ? 5000 : 0), c!]);
  const make = () => shardOf(STORAGES[storage]!(far), y, { family: "poisson", penalty: ridge(0.1), ...more });
  return { whole: make(), cut: withSmallPartitions(make) };
}

describe.each(["dense by column", "dense by row", "32-bit by row", "sparse by row", "sparse by column", "coded"])(
  "%s",
  (storage) => {
    // biome-ignore format: a list
    // within a group, at the end of one, in the next, and in a third that is not full
    it.each([64 * 5 - 3, 64 * 16, 64 * 17 - 1, 64 * 37 + 5])("sums of %i rows", (rows) => {
    const { whole, cut } = both(rows, storage);
    for (const name of ["center", "scale"] as const) {
      cut.uploaded.shard.view(name, P).set(whole.uploaded.shard.view(name, P));
    }
    const at = [0.01, -0.02, 0.03, 0.1];
    const [want, got] = [whole.ask(at, ASKED), cut.ask(at, ASKED)];
    expect(cut.uploaded.shard.read("partCount")).toBe(Math.ceil(rows / 64));
    expect(relative(got.value, want.value)).toBeLessThan(1e-12);
    const size = Math.max(...want.hessian.flat().map(Math.abs));
    want.gradient.forEach((g, j) => {
      expect(Math.abs(got.gradient[j]! - g)).toBeLessThan(1e-11 * size);
    });
    want.hessian.flat().forEach((h, k) => {
      expect(Math.abs(got.hessian.flat()[k]! - h)).toBeLessThan(1e-11 * size);
    });
  });
    // with weights some partitions have none at all
    it.each([undefined, Array.from({ length: 400 }, (_, i) => (i < 128 ? 0 : i % 3))])("moments, %#", (weights) => {
      const { whole, cut } = both(400, storage, { weights });
      for (let j = 0; j < P; j++) {
        expect(relative(cut.uploaded.mean[j]!, whole.uploaded.mean[j]!)).toBeLessThan(1e-14);
        expect(relative(cut.uploaded.sd[j]!, whole.uploaded.sd[j]!)).toBeLessThan(1e-12);
      }
    });
  },
);
