// Rows for paths, cross-validations and diagnoses: enough for folds, and the same each time.
import { mulberry32 } from "../../src/base/random.js";

const random = mulberry32(3);

/** Three columns, of which two matter; class and count that depend on them; a group, a time and a fold per row. */
export const JUDGED = Array.from({ length: 60 }, (_, i) => {
  const [a, b, c] = [random(), 2 * random() - 1, random() < 0.3 ? 1 : 0] as const;
  const mean = 1 / (1 + Math.exp(1 - 3 * a - b));
  return {
    a,
    b,
    c,
    y: random() < mean ? 1 : 0,
    k: Math.floor(4 * random() * mean),
    e: 1 + (i % 3),
    g: `g${i % 12}`,
    t: (7 * i) % 60,
    f: `fold${i % 4}`,
  };
});

/** As columns. */
export const column = <K extends keyof (typeof JUDGED)[number]>(name: K) => JUDGED.map((row) => row[name]);
export const X = { a: column("a"), b: column("b"), c: column("c") };
export const Y = column("y");

/** With columns a, b, c, and others of these names. */
export function judgedCsv(...others: readonly (keyof (typeof JUDGED)[number])[]): string {
  const names = ["a", "b", "c", ...others] as const;
  return [names.join(","), ...JUDGED.map((row) => names.map((name) => row[name]).join(","))].join("\n");
}
