// examples/jobs: every script prints R's numbers, to the printed digits, and is at most half as long again as the same job in R.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = `${ROOT}examples/jobs/`;

/** Of the lines of R. */
const MOST = 1.5;

/** How far from R's number a printed one may be beyond its last digit, relative: our fits and R's end there. */
const TOLERANCE = 1e-8;

/** Numbers that a job prints: behind a name at the beginning of a line, or behind any text. See test/golden/scripts/jobs.R. */
interface Printed {
  readonly row?: string;
  readonly after?: string;
  readonly numbers: readonly number[];
  readonly tolerance?: number;
}

const fixture = JSON.parse(readFileSync(`${ROOT}test/golden/jobs.json`, "utf8")) as {
  jobs: Readonly<Record<string, readonly Printed[]>>;
};
const JOBS = Object.keys(fixture.jobs);

/** What the jobs print, run one after the other in a process of their own. */
function outputs(): Record<string, string> {
  const code = `
    const printed = {};
    const write = process.stdout.write.bind(process.stdout);
    for (const job of ${JSON.stringify(JOBS)}) {
      printed[job] = "";
      process.stdout.write = (text) => { printed[job] += text; return true; };
      await import("./examples/jobs/" + job + ".mjs");
    }
    process.stdout.write = write;
    console.log(JSON.stringify(printed));`;
  const text = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: ROOT, encoding: "utf8" });
  return JSON.parse(text) as Record<string, string>;
}

const NUMBER = /[+-]?\d+(?:\.(\d+))?(?:e([+-]?\d+))?/g;

/** Half of the last digit of a number as it is printed. */
function halfDigit(decimals = "", exponent = "0"): number {
  return 0.5 * 10 ** (Number(exponent) - decimals.length);
}

/** Where an entry is found, from a place on: the end of its name or text. */
function findEnd(text: string, { row, after }: Printed, from: number): number {
  if (row === undefined) {
    const at = text.indexOf(after!, from);
    return at < 0 ? -1 : at + after!.length;
  }
  const pattern = new RegExp(`^${row.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?=[\\s:]|$)`, "gm");
  pattern.lastIndex = from;
  return pattern.exec(text) === null ? -1 : pattern.lastIndex;
}

/** The first mismatch between what was printed and R's numbers; undefined if there is none. */
function mismatch(text: string, entries: readonly Printed[]): string | undefined {
  let place = 0;
  for (const entry of entries) {
    place = findEnd(text, entry, place);
    const name = JSON.stringify(entry.row ?? entry.after);
    if (place < 0) return `${name} is not printed, or not in this order`;
    for (const expected of entry.numbers) {
      NUMBER.lastIndex = place;
      const found = NUMBER.exec(text);
      if (found === null) return `${name}: no number for ${expected}`;
      place = NUMBER.lastIndex;
      const isBound = text[found.index - 1] === "<"; // as <2e-16
      const allowed = halfDigit(found[1], found[2]) + (entry.tolerance ?? TOLERANCE) * Math.abs(expected);
      const isSame = isBound ? expected < Number(found[0]) : Math.abs(Number(found[0]) - expected) <= allowed;
      if (!isSame) return `${name}: ${found[0]} is printed, R has ${expected}`;
    }
  }
  return undefined;
}

/** Lines that are neither blank nor a comment, in all files of a job. */
function linesOf(job: string, folder: string, ending: string, comment: string): number {
  const number = job.slice(0, 2);
  const files = readdirSync(folder).filter((file) => file.startsWith(number) && file.endsWith(ending));
  const lines = files.flatMap((file) => readFileSync(folder + file, "utf8").split("\n"));
  return lines.filter((line) => line.trim() !== "" && !line.startsWith(comment)).length;
}

describe("examples/jobs", () => {
  const printed = outputs();
  it("are seventeen, each with numbers of R and a line in the README", () => {
    const scripts = readdirSync(FOLDER).filter((file) => /^\d\d-.*\.mjs$/.test(file) && file !== "17-score.mjs");
    expect(scripts).toEqual(JOBS.map((job) => `${job}.mjs`));
    expect(JOBS).toHaveLength(17);
    const readme = readFileSync(`${ROOT}examples/README.md`, "utf8");
    for (const job of JOBS) expect(readme).toContain(`(jobs/${job}.mjs) | [R](jobs/r/${job}.R) |`);
  });
  it.each(JOBS)("%s prints R's numbers", (job) => {
    expect(mismatch(printed[job]!, fixture.jobs[job]!)).toBeUndefined();
    expect(printed[job]).not.toMatch(/warning|separated|max-iterations/);
  });
  it.each(JOBS)("%s is hardly longer than in R", (job) => {
    const [own, other] = [linesOf(job, FOLDER, ".mjs", "//"), linesOf(job, `${FOLDER}r/`, ".R", "#")];
    expect(own).toBeGreaterThan(0);
    expect(own / other).toBeLessThanOrEqual(MOST);
  });
});
