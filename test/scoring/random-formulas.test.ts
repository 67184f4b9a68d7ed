import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitSync, GlmError, type Model, ridge } from "../../src/index.js";
import { toJavaScript } from "../../src/to-javascript.js";
import { toSQL } from "../../src/to-sql.js";
import { type Cell, type Connection, connect, DATABASES, fill, type Sheet, selected } from "./databases.js";
import { difference, scoredByModule } from "./difference.js";

// Formulas drawn from a seed, on rows with missing cells and new levels: every database and the module must say what predict says.

const COUNT = Number(process.env.DROPGLM_SCORING ?? 25);

function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const NUMBERS = ["x", "z", "count", "age"];
const PARTS: readonly ((number: string) => string)[] = [
  ...NUMBERS.map(() => (v: string) => v),
  (v) => `log(${v} + 2)`,
  (v) => `I(${v}^2 - 3 * ${v} / 7)`,
  (v) => `I(2^-${v} + ${v}^2.5)`,
  (v) => `poly(${v}, 2)`,
  (v) => `poly(${v}, 3, raw = TRUE)`,
  (v) => `ns(${v}, df = 3)`,
  (v) => `bs(${v}, df = 5)`,
  (v) => `bs(sqrt(${v} + 1), df = 3, degree = 2)`,
  (v) => `scale(${v})`,
  (v) => `poly(scale(log1p(${v})), 2)`,
  (v) => `(${v} > 1.5)`,
  (v) => `(${v} <= z^2)`,
  (v) => `cut(${v}, c(-1, 0.5, 1.5, 3, 9))`,
  (v) => `cut(${v}, c(0, 1, 2, 9), right = FALSE, include.lowest = TRUE)`,
  (v) => `I((${v} > 1) * z)`,
  () => "factor(count)",
  () => "factor(count, levels = c(3, 2, 1, 0))",
  () => "factor(I(age / 3))",
  () => "C(g, sum)",
  () => "C(h, helmert)",
  () => "C(g, poly)",
  () => "g",
  () => "g",
  () => "h",
  () => "ok",
  () => "ok",
  () => '(g != "b")',
  () => "(g == h)",
  () => "(ok == FALSE)",
  () => "(count == 2)",
  () => "factor(month(when))",
  () => "weekday(when)",
  () => "poly(when, 2)",
  () => '(when < "2021-01-01")',
];

const N = 240;
const TEXTS = { g: ["a", "b", "c", "d'\"\\"], h: ["b", "d", "e"] };

function sheetOf(next: () => number, isNew: boolean): Record<string, Cell[]> {
  const column = (value: () => Cell): Cell[] =>
    Array.from({ length: N }, () => (next() < (isNew ? 0.06 : 0.03) ? null : value()));
  const text = (levels: readonly string[]) => (): Cell => (isNew && next() < 0.06 ? "new" : levels[Math.floor(next() * levels.length)]!); // biome-ignore format: one line
  return {
    y: Array.from({ length: N }, () => Number(next() < 0.5)),
    x: column(() => next() * 3),
    z: column(() => Math.round(next() * 30) / 10),
    count: column(() => Math.floor(next() * 4)),
    age: column(() => Math.floor(next() * 9)),
    g: column(text(TEXTS.g)),
    h: column(text(TEXTS.h)),
    ok: column(() => next() < 0.4),
    when: column(() => new Date(Date.UTC(2020, 0, 1 + Math.floor(next() * 700)))),
  };
}

interface Drawn {
  readonly name: string;
  readonly model: Model;
  readonly sheet: Sheet;
}

function drawn(seed: number): Drawn | undefined {
  const next = chance(seed);
  for (let k = 0; k < 5; k++) next();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const part = (): string => pick(PARTS)(pick(NUMBERS));
  const term = (): string => Array.from({ length: 1 + Math.floor(next() * 2.4) }, part).join(pick([":", "*"]));
  const formula = `y ~ ${pick(["", "", "0 + "])}${Array.from({ length: 1 + Math.floor(next() * 3) }, term).join(" + ")}${pick(["", "", " + offset(z)"])}`; // biome-ignore format: one line
  const options = {
    family: pick(["binomial", "gaussian"]),
    missing: pick(["omit", "omit", "indicator"]),
    coding: pick(["contrast", "full"]),
    penalty: ridge(0.1),
  } as const;
  const [fitted, sheet] = [sheetOf(next, false), sheetOf(next, true)];
  try {
    return { name: `${seed}: ${formula} ${JSON.stringify(options)}`, model: fitSync(formula, fitted as never, options as never) as unknown as Model, sheet }; // biome-ignore format: one line
  } catch (error) {
    if (error instanceof GlmError) return undefined; // as offsets that the formula cannot have
    throw error;
  }
}

const FIRST = Number(process.env.DROPGLM_SEED ?? 1);
const ALL = Array.from({ length: COUNT }, (_, k) => drawn(FIRST + 7 * k)).filter((one) => one !== undefined);

/** What predict says; undefined where it refuses the rows. */
function expected({ model, sheet }: Drawn, unseen: "missing" | "reference"): Float64Array | undefined {
  try {
    return model.predict(sheet as never, { unseen });
  } catch (error) {
    if (error instanceof GlmError) return undefined;
    throw error;
  }
}

describe.each(DATABASES)("%s", (dialect) => {
  let database: Connection;
  beforeAll(async () => {
    database = await connect(dialect);
  });
  afterAll(() => database.close());
  it.each(ALL)("$name", async (one) => {
    await fill(database, "t", one.sheet);
    for (const unseen of ["missing", "reference"] as const) {
      const values = expected(one, unseen);
      if (values === undefined) continue;
      const [found] = await selected(database, toSQL(one.model, { dialect, unseen, table: "t" }), ["prediction"]);
      expect(difference(found!, values)).toBeLessThan(1e-12);
    }
  });
});

describe("JavaScript", () => {
  it("most formulas can be fitted", () => {
    expect(ALL.length).toBeGreaterThan(0.7 * COUNT);
  });
  it.each(ALL)("$name", async (one) => {
    for (const unseen of ["missing", "reference"] as const) {
      const values = expected(one, unseen);
      if (values === undefined) continue;
      expect(difference(await scoredByModule(toJavaScript(one.model, { unseen }), one.sheet), values)).toBeLessThan(
        1e-12,
      );
    }
  });
});
