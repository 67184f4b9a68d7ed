// The first fit of a program begins before the kernel is loaded, with a copy of x: that copy is what its standard errors are computed from.
import { expect, it } from "vitest";
import { fit } from "../../src/index.js";
import { DEFAULTS } from "../../src/options/defaults.js";
import { isLoaded } from "../../src/wasm/load.js";

it("rows that change while the kernel is loaded do not matter to the standard errors", async () => {
  (DEFAULTS as { laterEntries: number }).laterEntries = 1;
  const x = Array.from({ length: 60 }, (_, i) => [Math.sin(i * i)]);
  const y = x.map(([a], i) => a! + Math.cos(3 * i));
  expect(isLoaded()).toBe(false);
  const fitted = fit(x, y);
  for (const row of x) row[0] = 0;
  const model = await fitted;
  expect(model.summary().rows[1]!.standardError).toBeGreaterThan(0);
});
