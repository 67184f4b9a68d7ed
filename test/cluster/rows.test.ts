// Fits to a source whose rows workers hold, which are other processes, over a real Redis: the bits of memory, with each fault that there is.
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack, unpack } from "../../src/base/packed.js";
import { bullmq } from "../../src/cluster/index.js";
import { openingOf, readRoots } from "../../src/cluster/roots.js";
import { dropout, elasticNet, fit as fitTable, GlmError, lasso, ridge, tweedie } from "../../src/index.js";
import { file, fit, path, source, sql } from "../../src/stream/index.js";
import { failure } from "../helpers/outcomes.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { openFiles, startLiar } from "./liar.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-rows-"));
const N = 2300; // three runs of partitions of 64 rows
const ROWS = Array.from({ length: N }, (_, i) => {
  const [a, b] = [Math.sin(i * 1.3), Math.cos(i * i * 0.7)];
  const z = 0.4 + 0.5 * a - 0.3 * b + 0.8 * Math.sin(i * 3.1);
  return {
    ...{ a, b: i % 50 === 7 ? null : b, kind: ["red", "green", "blue"][(i * 7) % 3]!, w: 1 + (i % 3) / 7 },
    ...{
      gaussian: 3 * z,
      binomial: Number(z > 0.4),
      multinomial: ["low", "middle", "high"][Math.floor(1.5 + 1.4 * Math.sin(i + a))]!,
    },
    ...{ poisson: Math.floor(2 + 1.5 * z), "negative-binomial": Math.max(0, Math.floor(4 + 4 * z)), gamma: 2.5 + z },
    ...{ "inverse-gaussian": 2.5 + z, tweedie: Math.max(0, 2 * z) },
  };
});
const NAMES = Object.keys(ROWS[0]!) as (keyof (typeof ROWS)[0])[];
const CSV = join(FOLDER, "rows.csv");
writeFileSync(CSV, [NAMES.join(","), ...ROWS.map((row) => NAMES.map((name) => row[name] ?? "").join(","))].join("\n"));
/** The table as it is read: text. */
const TABLE = ROWS.map((row) =>
  Object.fromEntries(NAMES.map((name) => [name, row[name] === null ? undefined : `${row[name]}`])),
);

const hash = (fitted: { toJSON(): unknown }): string =>
  createHash("sha256").update(JSON.stringify(fitted)).digest("hex");

describe("what travels", () => {
  it("comes back with its bits, and is refused where it is damaged", () => {
    const data = {
      list: [1, -0, Number.NaN, Infinity, undefined, null, "ä", true, new Date(5)],
      array: Float64Array.of(0.1, -0, Number.NaN),
      codes: Uint16Array.of(1, 2),
      map: new Map<number, unknown>([[1, { $: "x", deep: Int32Array.of(3) }]]),
    };
    const bytes = pack(data);
    expect(unpack(bytes)).toEqual(data);
    for (const at of [0, 5, 20, bytes.length - 1]) {
      const other = Buffer.from(bytes);
      other[at]! ^= 1;
      expect(() => unpack(other)).toThrow("are damaged");
    }
    expect(() => unpack(bytes.subarray(0, 4))).toThrow("are damaged");
  });
});

describe("what a worker opens", () => {
  const root = join(FOLDER, "root");
  mkdirSync(root);
  writeFileSync(join(root, "own.csv"), "a\n1\n");
  symlinkSync(CSV, join(root, "link.csv"));
  mkdirSync(`${root}2`);
  writeFileSync(join(`${root}2`, "x.csv"), "a\n1\n");
  const [roots] = [readRoots([root])];
  const may = { worker: "w", roots, sql: false };
  it("is below its roots", () => {
    const place = { kind: "file", path: join(root, "own.csv") };
    expect(openingOf(place, may)).toEqual({ kind: "file", path: join(roots[0]!, "own.csv") });
  });
  it.each([
    ["a link to the outside", join(root, "link.csv")],
    ["two dots", join(root, "..", "rows.csv")],
    ["a folder beside, whose name begins alike", `${root}2/x.csv`],
    ["the root itself", root],
    ["a path that is not absolute", "own.csv"],
    ["a file that is not there", join(root, "none.csv")],
    ["an address", "https://example.com/x.parquet"],
  ])("not %s", (_, path) => {
    expect(() => openingOf({ kind: "file", path }, may)).toThrow(
      /^worker w refused: there is no file .* below its roots/,
    );
  });
  it("is nothing without roots, and no query without leave", () => {
    const none = { worker: "w", roots: [], sql: false };
    expect(() => openingOf({ kind: "file", path: CSV }, none)).toThrow(/start it with: dropglm worker --root/);
    const query = { kind: "sql", query: "SELECT 1", settings: {} };
    expect(() => openingOf(query, may)).toThrow(/start it with: dropglm worker --sql/);
    const set = { ...query, settings: { enable_external_access: "true" } };
    expect(() => openingOf(set, { ...may, sql: true })).toThrow(/the setting "enable_external_access" of DuckDB/);
    expect(() => openingOf({ kind: "code" }, may)).toThrow(/no file and no query/);
    expect(() => readRoots(["/no/such/folder"])).toThrow('root "/no/such/folder" is no folder');
  });
});

describe.skipIf(!HAS_REDIS)("rows on workers", () => {
  let redis: Server;
  let client: Redis;
  let RUNNING: ChildProcess[] = [];
  const on = (queue: string, more = {}) => bullmq({ url: redis.url, queue, patience: 5, ...more });
  const start = (queue: string, ...more: string[]): Promise<ChildProcess> =>
    startWorkerProcess(redis.url, "--name", queue, "--lock", "1", "--root", FOLDER, ...more);
  const FORMULA = "binomial ~ a + b + kind";
  const OPTIONS = { family: "binomial", weights: "w" } as const;
  const expected = async (): Promise<string> =>
    inSmallPartitions(async () => hash(await fitTable(FORMULA, TABLE as never, OPTIONS)));
  /** A fit that does something after so many reports of its progress, by phase. */
  const run = (queue: string, when: Partial<Record<string, () => void>> = {}, more = {}) =>
    inSmallPartitions(async () => {
      const left = { ...when };
      const onProgress = ({ phase }: { phase: string }): void => {
        const act = left[phase];
        delete left[phase];
        act?.();
      };
      return fit(FORMULA, file(CSV), { ...OPTIONS, on: on(queue), onProgress, ...more });
    });
  beforeAll(async () => {
    redis = await startRedis();
    client = redis.client();
    RUNNING = await Promise.all([
      start("pair"),
      start("pair", "--memory", "100KB"),
      start("three"),
      start("three"),
      start("three"),
      start("one", "--threads", "2", "--sql"),
    ]);
  }, 30_000);
  afterAll(async () => {
    endWorkers();
    await redis.end();
    rmSync(FOLDER, { recursive: true });
  });

  const EXTRAS = [
    ["no noise", {}],
    ["dropout", { noise: dropout(0.2) }],
    ["ridge", { penalty: ridge(0.02) }],
    ["lasso", { penalty: lasso(0.01) }],
    ["elastic net", { penalty: elasticNet(0.02, 0.5) }],
    ["bounds", { bounds: { lower: -0.2, upper: 0.4 } }],
  ] as const;
  const FAMILIES = [
    "gaussian",
    "binomial",
    "multinomial",
    "poisson",
    "negative-binomial",
    "gamma",
    "inverse-gaussian",
    "tweedie",
  ] as const;
  const isNight = process.env.DROPGLM_NIGHTLY !== undefined;
  it.each(FAMILIES.map((family, f) => [family, f] as const))(
    "%s: the bits of memory and of the stream",
    async (family, f) => {
      const formula = `\`${family}\` ~ a + b + kind`;
      const link = family === "gamma" || family === "inverse-gaussian" ? { link: "log" } : {};
      await inSmallPartitions(async () => {
        for (const [k, [name, extra]] of EXTRAS.entries()) {
          if (!isNight && (k + f) % 3 !== 0) continue; // every night all of them
          const options = {
            family: family === "tweedie" ? tweedie({ power: 1.5 }) : family,
            ...link,
            ...extra,
            ...(k % 2 === 1 && { weights: "w" }),
          } as never;
          const found = async (work: () => Promise<{ toJSON(): object }>): Promise<string> => {
            try {
              return hash(await work());
            } catch (error) {
              if (error instanceof GlmError) return error.message;
              throw error;
            }
          };
          const here = await found(() => fitTable(formula, TABLE as never, options));
          const queue = ["pair", "three", "one"][k % 3]!;
          expect([name, await found(() => fit(formula, file(CSV), Object.assign({ on: on(queue) }, options)))]).toEqual(
            [name, here],
          );
          if (k < 4) expect(here).toMatch(/^[0-9a-f]{64}$/);
          if (k === 0) expect(await found(() => fit(formula, file(CSV), options))).toBe(here);
        }
      });
    },
  );

  it("path, Parquet and a query have the bits of this machine", async () => {
    const parquet = join(FOLDER, "rows.parquet");
    const query = `SELECT * FROM '${CSV}'`;
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (${query}) TO '${parquet}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    connection.closeSync();
    await inSmallPartitions(async () => {
      const options = { family: "poisson", penalty: lasso(), count: 5 } as const;
      const here = await path("poisson ~ a + b + kind", file(parquet), options);
      expect(hash(await path("poisson ~ a + b + kind", file(parquet), { ...options, on: on("three") }))).toBe(
        hash(here),
      );
      const ofQuery = await fit(FORMULA, sql(query), OPTIONS);
      expect(hash(await fit(FORMULA, sql(query), { ...OPTIONS, on: on("one") }))).toBe(hash(ofQuery));
    });
    const copy = await failure(() =>
      fit(
        FORMULA,
        { ...file(CSV), place: { kind: "sql", query: `COPY (${query}) TO '${join(FOLDER, "x.csv")}'`, settings: {} } },
        { ...OPTIONS, on: on("one") },
      ),
    );
    expect(copy.message).toContain("the query is not one SELECT");
    const outside = await failure(() =>
      fit(
        FORMULA,
        { ...file(CSV), place: { kind: "sql", query: "SELECT * FROM read_csv('/etc/passwd')", settings: {} } },
        { ...OPTIONS, on: on("one") },
      ),
    );
    expect(outside.message).toContain("Permission Error");
    const two = await failure(() => fit(FORMULA, sql(query), { ...OPTIONS, on: on("pair") }));
    expect(two.message).toMatch(/^worker \S+ refused: it runs no queries; start it with: dropglm worker --sql/);
  });

  it("a killed worker, while rows are loaded and in a round, and one that stops and goes on, change nothing", async () => {
    const workers = await Promise.all([start("faults"), start("faults"), start("faults"), start("faults")]);
    const [a, b, c] = workers as [ChildProcess, ChildProcess, ChildProcess, ChildProcess];
    expect(hash(await run("faults", { encoding: () => a.kill("SIGKILL") }))).toBe(await expected());
    expect(hash(await run("faults", { fitting: () => b.kill("SIGKILL") }))).toBe(await expected());
    const stop = (): void => {
      c.kill("SIGSTOP");
      setTimeout(() => c.kill("SIGCONT"), 2500);
    };
    expect(hash(await run("faults", { fitting: stop }))).toBe(await expected());
  }, 30_000);

  it("Redis is killed and started again", async () => {
    let back: Promise<void> | undefined;
    const restart = (): void => {
      back = redis.kill().then(() => redis.start());
    };
    const wanted = await expected();
    expect(hash(await run("pair", { fitting: restart }))).toBe(wanted);
    await back;
  }, 30_000);

  it("two programs on one queue, and a signal", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    await inSmallPartitions(async () => {
      const both = ["binomial ~ a + b + kind", "poisson ~ a + b"].map((formula, k) =>
        fit(formula, file(CSV), { family: k === 0 ? "binomial" : "poisson", on: on("pair") }),
      );
      const here = [
        fitTable("binomial ~ a + b + kind", TABLE as never, { family: "binomial" }),
        fitTable("poisson ~ a + b", TABLE as never, { family: "poisson" }),
      ];
      expect((await Promise.all(both)).map(hash)).toEqual((await Promise.all(here)).map(hash));
    });
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === "encoding") controller.abort(reason);
    };
    const stopped = fit(FORMULA, file(CSV), { ...OPTIONS, on: on("three"), signal: controller.signal, onProgress });
    await expect(stopped).rejects.toBe(reason);
  });

  it("rows that are not the same on a worker", async () => {
    const own = join(FOLDER, "changing.csv");
    const lines = [NAMES.join(","), ...ROWS.map((row) => NAMES.map((name) => row[name] ?? "").join(","))];
    const put = (changed: number): void =>
      writeFileSync(own, lines.map((line, i) => (i === changed ? lines[1] : line)).join("\n"));
    put(2000);
    const given = { ...file(CSV), place: { kind: "file", path: own } as const };
    const error = await failure(() => inSmallPartitions(() => fit(FORMULA, given, { ...OPTIONS, on: on("three") })));
    expect(error.code).toBe("SOURCE_CHANGED");
    expect(error.message).toMatch(/rows 0 to 2299 are not what they were when they were read first/);
  });

  it("refuses what cannot be, with one clear error", async () => {
    await startWorkerProcess(redis.url, "--name", "closed");
    const closed = await failure(() => fit(FORMULA, file(CSV), { ...OPTIONS, on: on("closed") }));
    expect(closed.message).toMatch(
      /^worker \S+ refused: it opens no file, and was asked for ".*rows.csv"; start it with: dropglm worker --root/,
    );
    const code = source({ open: async function* () { yield TABLE; } }); // biome-ignore format: one line
    expect((await failure(() => fit(FORMULA, code, { ...OPTIONS, on: on("pair") }))).message).toMatch(
      /^the source is code of this program/,
    );
    expect(
      (await failure(() => fit(FORMULA, file(CSV), { ...OPTIONS, on: on("pair"), folder: FOLDER }))).message,
    ).toMatch(/^folder with on/);
    expect((await failure(() => fit(FORMULA, file(CSV), { ...OPTIONS, on: {} as never }))).message).toMatch(
      /^on is .*; expected who holds the rows/,
    );
    expect(
      (await failure(() => fit(FORMULA, file(CSV), { ...OPTIONS, on: on("nobody", { patience: 0.3 }) }))).code,
    ).toBe("NO_WORKERS");
    const only = await start("leaving");
    const left = await failure(() =>
      run("leaving", { encoding: () => only.kill("SIGKILL") }, { on: on("leaving", { patience: 1 }) }),
    );
    expect(left.code).toBe("NO_WORKERS");
  }, 30_000);

  it("counts an answer that comes twice once, and asks again for one that is damaged", async () => {
    const { end, seen } = await startLiar(redis, "liar");
    expect(hash(await run("liar"))).toBe(await expected());
    expect(seen.damaged).toBeGreaterThan(1);
    seen.isBad = true;
    const error = await failure(() => run("liar"));
    expect(error.message).toMatch(/^answers of worker liar-1 are no sums of its rows, asked 3 times/);
    await end();
  }, 30_000);

  it("leaves nothing: no data, no rows on workers, and every key has a time to live", async () => {
    const filesOf = ({ pid }: ChildProcess): string[] =>
      openFiles(pid!).filter((name) => name.endsWith(".rows (deleted)"));
    for (let k = 0; k < 50 && RUNNING.some((worker) => filesOf(worker).length > 0); k++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (process.platform === "linux") expect(RUNNING.flatMap(filesOf)).toEqual([]);
    const keys = await client.keys("*");
    expect(keys.filter((key) => /:(task|ask|alive)/.test(key))).toEqual([]);
    const lives = await Promise.all(keys.map(async (key) => [key, await client.pttl(key)] as const));
    expect(lives.filter(([, ms]) => ms === -1)).toEqual([]);
  });
});
