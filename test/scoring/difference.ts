import type { Sheet } from "./databases.js";

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

type Predict<T> = (row: Readonly<Record<string, unknown>>) => T;

/** What a module exports. */
export async function moduleOf<T = number>(source: string): Promise<Predict<T>> {
  const found = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`)) as {
    predict: Predict<T>;
  };
  return found.predict;
}

/** Every row of a sheet by the module. */
export async function scoredByModule(source: string, sheet: Sheet): Promise<Float64Array> {
  const predict = await moduleOf(source);
  const { length } = Object.values(sheet)[0]!;
  return Float64Array.from({ length }, (_, i) => predict(Object.fromEntries(Object.entries(sheet).map(([name, cells]) => [name, cells[i]])))); // biome-ignore format: one line
}
