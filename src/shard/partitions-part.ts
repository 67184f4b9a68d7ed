import { type Scope, Struct } from "../wasm/scope.js";
import { cutRows, type RowsPart } from "./rows-part.js";

// Some partitions of the shards that answer together, numbered as the kernel numbers them: those of the first shard come first.

/** Partitions begin .. end - 1, at least one, copied out of wasm memory. A shard that has none of them is left out. */
export function cutPartitions(
  scope: Scope,
  shard: Struct<"Shard">,
  parameterBytes: number,
  begin: number,
  end: number,
): RowsPart {
  const starts = startsOf(scope, shard);
  const own = starts.length - 1;
  const next = shard.read("next");
  const rest =
    next === 0 || end <= own
      ? undefined
      : cutPartitions(
          scope,
          new Struct<"Shard">(shard.kernel, shard.layout, next),
          parameterBytes,
          Math.max(0, begin - own),
          end - own,
        );
  if (begin >= own) return rest!;
  const cuts = starts.subarray(begin, Math.min(end, own) + 1);
  const first = cuts[0]!;
  const part = cutRows(scope, shard, parameterBytes, [{ begin: first, count: cuts.at(-1)! - first }]);
  return { ...part, parts: cuts.map((row) => row - first), next: rest };
}

/** Number of the first row of each partition of one shard, and its number of rows. */
function startsOf(scope: Scope, shard: Struct<"Shard">): Int32Array {
  const count = shard.read("partCount");
  return count < 2 ? Int32Array.of(0, shard.read("rows")) : scope.indices(shard.read("parts"), count + 1).slice();
}
