// Rows that are read a part at a time.
import { type Source, source } from "../../src/stream/index.js";

/** Rows with columns of every kind, and missing cells. */
export const rows = (n: number) =>
  Array.from({ length: n }, (_, i) => {
    const [a, b] = [Math.sin(i * 1.3), Math.cos(i * i * 0.7)];
    const kind = ["red", "green", "blue"][(i * 7) % 3]!;
    return {
      ...{ a, b: i % 50 === 7 ? null : b, kind, w: 1 + (i % 3) },
      y: Number(a + 0.5 * b + (kind === "red" ? 0.7 : 0) > 0.9 * Math.sin(i * 3.1)),
      count: Math.floor(2 + 2 * a + Math.abs(3 * Math.sin(i * 2.2))),
      amount: 3 * a - b + Math.sin(i * 5),
      level: ["low", "middle", "high"][Math.floor(1.5 + 1.4 * Math.sin(i * 3 + a))]!,
    };
  });

/** The same as a source, in parts of so many rows. */
export const inParts = (all: readonly object[], size: number): Source =>
  source({
    async *open() {
      for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size);
    },
  });
