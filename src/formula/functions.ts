/** The functions that a formula may call. What they compute is decided by whoever has the data. */
export const FUNCTIONS: readonly string[] = [
  "I",
  "abs",
  "bs",
  "c",
  "C",
  "cbind",
  "center",
  "cos",
  "cut",
  "exp",
  "factor",
  "log",
  "log10",
  "log1p",
  "log2",
  "month",
  "ns",
  "offset",
  "poly",
  "scale",
  "sin",
  "sqrt",
  "weekday",
  "year",
];

/** Names that stand for a value where no column has that name. */
export const CONSTANTS: ReadonlyMap<string, number | boolean> = new Map<string, number | boolean>([
  ["pi", Math.PI],
  ["T", true],
  ["F", false],
]);
