// Holders of rows in this process: what travels between them and a fit is copied, as it is between machines.
import type { Source } from "../../src/source/source.js";
import { Holder } from "../../src/stream/holder.js";
import type { Loaded, RowSite, Task } from "../../src/stream/task.js";

interface Faults {
  /** After so many questions the first holder is lost with its rows. */
  readonly lostAfter?: number;
  readonly memory?: number;
  /** What another machine finds at the place of the source. */
  readonly found?: Source;
}

/** `count` holders of the rows of a source. */
export function holdersHere(
  source: Source,
  count: number,
  { lostAfter = Infinity, memory = 2 ** 26, found = source }: Faults = {},
) {
  const seen = { questions: 0, reloaded: 0 };
  const site: RowSite = {
    openRows: async () => {
      let holders: Holder[] = [];
      let task: Task;
      let reloaded: (run: number, loaded: Loaded) => void;
      const at = new Map<number, number>();
      const fresh = (): Holder => new Holder(structuredClone(task), found, { memory, kept: 0 }, undefined);
      const endAll = async (): Promise<void> => {
        for (const holder of holders) await holder.end();
      };
      return {
        begin: async (given, heard) => {
          await endAll();
          [task, reloaded] = [given, heard];
          holders = Array.from({ length: count }, fresh);
        },
        load: async (runs, told) => {
          for (let run = 0; run < runs; run++) at.set(run, (run * 7 + 1) % count);
          const own = [...at].map(async ([run, k]) => told(run, structuredClone(await holders[k]!.load(run))));
          await Promise.all(own);
        },
        ask: async (order, runs, told) => {
          if (++seen.questions === lostAfter) {
            const gone = holders[0]!;
            holders[0] = fresh();
            await gone.end();
          }
          const byHolder = holders.map((holder, k) => ({ holder, own: runs.filter((run) => at.get(run) === k) }));
          for (const { holder, own } of byHolder.reverse()) {
            for (const run of own) {
              if (holder.has(run)) continue;
              reloaded(run, structuredClone(await holder.load(run)));
              seen.reloaded++;
            }
            if (own.length > 0)
              await holder.ask(structuredClone(order), own, (run, answer) => {
                if (!told(run, structuredClone(answer))) throw new Error("the answer was refused");
              });
          }
        },
        end: endAll,
      };
    },
  };
  return { site, seen };
}

/** The same source as if it were a file that all machines have. */
export const placed = (source: Source): Source => ({ ...source, place: { kind: "file", path: "/data/rows" } });
