// A program that fits over workers is killed in mid-fit, and started again with the same checkpoint.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fit as fitTable } from "../../src/index.js";
import { killedAt } from "../helpers/killed.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-resumed-"));
const FORMULA = "y ~ a * kind";
const N = 30_000;
/** As they are read: text. */
const ROWS = Array.from({ length: N }, (_, i) => ({
  a: Math.sin(i).toFixed(4),
  kind: `k${i % 7}`,
  y: `${Number(Math.sin(i) + Math.cos(3 * i) > 0.3)}`,
}));
const CSV = join(FOLDER, "rows.csv");
const CHECKPOINT = join(FOLDER, "fit.checkpoint");

const entry = (name: string): string => JSON.stringify(new URL(`../../dist/${name}.mjs`, import.meta.url).href);
const PROGRAM = `
import { createHash } from "node:crypto";
import { bullmq } from ${entry("cluster")};
import { file, fit } from ${entry("stream")};
const [path, url, checkpoint] = process.argv.slice(-3);
let passed = 0;
const onProgress = ({ phase, rows }) => { if (phase === "fitting") passed = rows; };
const options = { family: "binomial", on: bullmq({ url, patience: 5 }), checkpoint, onProgress };
const model = await fit(${JSON.stringify(FORMULA)}, file(path), options);
const hash = createHash("sha256").update(JSON.stringify(model)).digest("hex");
console.log(JSON.stringify({ hash, passed }));
`;

interface Said {
  readonly hash: string;
  /** Rows of all passes that were made. */
  readonly passed: number;
}

/** Runs the program; kills it when its checkpoint is so long. */
async function program(url: string, most: number): Promise<{ signal: string | null; said: string }> {
  const args = ["--input-type=module", "-e", PROGRAM, "--", CSV, url, CHECKPOINT];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout!.on("data", (text) => {
    said += String(text);
  });
  const signal = await killedAt(child, CHECKPOINT, most);
  return { signal, said };
}

describe.skipIf(!HAS_REDIS)("a fit over workers", () => {
  let redis: Server;
  beforeAll(async () => {
    writeFileSync(CSV, ["a,kind,y", ...ROWS.map(({ a, kind, y }) => [a, kind, y].join(","))].join("\n"));
    redis = await startRedis();
    await startWorkerProcess(redis.url, "--root", FOLDER);
  }, 30_000);
  afterAll(async () => {
    endWorkers();
    await redis.end();
    rmSync(FOLDER, { recursive: true });
  });
  it("goes on after its program was killed, with the same bits", async () => {
    const here = await fitTable(FORMULA, ROWS as never, { family: "binomial" });
    const whole = JSON.parse((await program(redis.url, Infinity)).said) as Said;
    expect((await program(redis.url, 6000)).signal).toBe("SIGKILL");
    const { hash, passed } = JSON.parse((await program(redis.url, Infinity)).said) as Said;
    expect(hash).toBe(createHash("sha256").update(JSON.stringify(here)).digest("hex"));
    expect(passed).toBeLessThan(whole.passed); // what had been answered was not asked again
    expect(existsSync(CHECKPOINT)).toBe(false);
  });
});
