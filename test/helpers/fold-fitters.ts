// Who fits folds of a source, in this process: what travels is copied, as it is between machines.
import type { Source } from "../../src/source/source.js";
import { judgeTask } from "../../src/stream/judge-away.js";
import type { FoldTask, SourceFoldSite } from "../../src/stream/task.js";

/** A source with a place, which nobody here opens. */
export const placed = (source: Source): Source => ({ ...source, place: { kind: "file", path: "rows.csv" } });

/** `count` at a time; `found` is what they find at the place of the source. */
export function fittersHere(found: Source, count: number, memory = 2 ** 26) {
  const seen = { folds: [] as (readonly number[])[], ended: 0 };
  const { signal } = new AbortController();
  const on: SourceFoldSite = {
    openSourceFolds: async () => ({
      count: async () => count,
      judge: async (task: FoldTask) => {
        seen.folds.push(task.folds);
        return structuredClone(await judgeTask(structuredClone(task), found, { memory, folder: undefined, signal }));
      },
      end: async () => void seen.ended++,
    }),
  };
  return { seen, on };
}
