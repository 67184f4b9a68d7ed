// A fit whose rows workers hold, in three runs, to which something happens while it goes on.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bullmq } from "../../src/cluster/index.js";
import { file, fit } from "../../src/stream/index.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { rows } from "../helpers/sources.js";

const FORMULA = "y ~ a + b + kind";
const OPTIONS = { family: "binomial", weights: "w" } as const;

export interface FaultyFits {
  readonly folder: string;
  readonly csv: string;
  /** The hash of the fit of this machine. */
  readonly expected: () => Promise<string>;
  /** The hash of a fit by workers; `when` says what happens at the first report of a phase. */
  readonly run: (url: string, queue: string, when?: When, patience?: number) => Promise<string>;
  readonly end: () => void;
}

export type When = Partial<Record<string, () => void>>;

export function faultyFits(): FaultyFits {
  const folder = mkdtempSync(join(tmpdir(), "dropglm-faults-"));
  const csv = join(folder, "rows.csv");
  const all = rows(2300); // three runs of partitions of 64 rows
  const names = Object.keys(all[0]!) as (keyof (typeof all)[0])[];
  writeFileSync(csv, [names.join(","), ...all.map((row) => names.map((name) => row[name] ?? "").join(","))].join("\n"));
  const hash = (more: object): Promise<string> =>
    inSmallPartitions(async () => {
      const model = await fit(FORMULA, file(csv), { ...OPTIONS, ...more });
      return createHash("sha256").update(JSON.stringify(model)).digest("hex");
    });
  let known: Promise<string> | undefined;
  return {
    folder,
    csv,
    expected: () => {
      known ??= hash({});
      return known;
    },
    run: (url, queue, when = {}, patience = 5) => {
      const left = { ...when };
      const onProgress = ({ phase }: { phase: string }): void => {
        const act = left[phase];
        delete left[phase];
        act?.();
      };
      return hash({ on: bullmq({ url, queue, patience }), onProgress });
    },
    end: () => rmSync(folder, { recursive: true }),
  };
}
