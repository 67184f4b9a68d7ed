// Functions that a module of JavaScript brings along: how cells are read, as src/frame/types.ts reads them, and what Math lacks. A cell
// that cannot be read is missing.

export type HelperName =
  | "cellOf"
  | "numberOf"
  | "dayOf"
  | "levelOf"
  | "truthOf"
  | "yearOf"
  | "monthOf"
  | "weekdayOf"
  | "log"
  | "erfc";

const CELL = `const cellOf = (row, name) => (Object.hasOwn(row, name) ? row[name] ?? undefined : undefined);`;

const NUMBER = `const numberOf = (v) => {
  const isText = typeof v === "string";
  if (isText ? !/^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?$/i.test(v.trim()) : !["number", "bigint", "boolean"].includes(typeof v)) return NaN;
  return Number.isFinite(Number(v)) ? Number(v) : NaN;
};`;

const DAY = `const dayOf = (v) => {
  if (v instanceof Date) return v.getTime() / 864e5;
  const m = typeof v === "string" ? /^(\\d{4})-(\\d\\d)-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d(?:\\.\\d{1,9})?))?(?:Z|([+-])(\\d\\d):?(\\d\\d))?)?$/.exec(v.trim()) : null;
  if (m === null) return NaN;
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second >= 60) return NaN;
  const zone = (m[7] === "-" ? -1 : 1) * (Number(m[8] ?? 0) * 60 + Number(m[9] ?? 0));
  return (date.getTime() + (hour * 60 + minute - zone) * 6e4 + second * 1e3) / 864e5;
};`;

const LEVEL = `const levelOf = (v) => {
  if (typeof v === "boolean") return v ? "TRUE" : "FALSE";
  if (typeof v === "bigint" || typeof v === "number") return Number.isNaN(v) ? undefined : String(Number(Number(v).toPrecision(15)));
  if (v instanceof Date) return Number.isNaN(v.getTime()) ? undefined : v.toISOString().replace("T00:00:00.000Z", "");
  return typeof v === "string" ? v : undefined;
};`;

const TRUTH = `const truthOf = (v) => {
  const text = typeof v === "string" ? v.trim() : v;
  if ([true, 1, "true", "TRUE", "True"].includes(text)) return true;
  return [false, 0, "false", "FALSE", "False"].includes(text) ? false : undefined;
};`;

const dateOf = (name: string, value: string): string => `const ${name} = (days) => {
  const date = new Date(Math.round(days * 864e5));
  return ${value};
};`;

/** Near 0 by the series of Marsaglia (2004), Evaluating the normal distribution; far from it by a continued fraction, in which nothing cancels. */
const ERFC = `const erfc = (v) => {
  const x = Math.abs(v) * Math.SQRT2;
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let tail = 0;
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let k = 3; k < 200; k += 2) sum += term *= (x * x) / k;
    tail = 0.5 - density * sum;
  } else if (x < 40) {
    let fraction = x;
    for (let k = 150; k > 0; k--) fraction = x + k / fraction;
    tail = density / fraction;
  }
  return Number.isNaN(v) ? NaN : 2 * (v < 0 ? 1 - tail : tail);
};`;

/** All of them; made when it is asked for, so that bundlers can leave it out. */
export function helpers(): Readonly<Record<HelperName, string>> {
  return {
    cellOf: CELL,
    numberOf: NUMBER,
    dayOf: DAY,
    levelOf: LEVEL,
    truthOf: TRUTH,
    yearOf: dateOf("yearOf", "date.getUTCFullYear()"),
    monthOf: dateOf("monthOf", "date.getUTCMonth() + 1"),
    weekdayOf: dateOf("weekdayOf", "((date.getUTCDay() + 6) % 7) + 1"),
    log: "const log = (x) => (x > 0 ? Math.log(x) : NaN);",
    erfc: ERFC,
  };
}
