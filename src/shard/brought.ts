import type { Response } from "../base/flow.js";
import type { Struct } from "../wasm/scope.js";
import type { Crew } from "./crew.js";
import { joinParts } from "./join-parts.js";
import { placeRows, type Range, type RowsPart } from "./rows-part.js";
import { type Watched, wait } from "./task.js";
import type { Uploaded } from "./uploaded.js";
import { viewShard } from "./view.js";

// Rows that a crew holds, brought into this memory: some of them for a start, all of them for the few questions that need them one by one.

export const BRINGING = {
  /** Numbers of x that may be brought: 512 MB. */
  most: 2 ** 26,
};

/** Numbers of x that may be brought. */
export function mostBrought(crew: Crew | undefined): number {
  return crew?.most ?? BRINGING.most;
}

/** Whether all rows may be brought here. */
export function mayBring({ rows, columns, shard, crew }: Uploaded): boolean {
  return rows * columns <= mostBrought(crew) && shard.read("next") === 0;
}

/** The same rows in this memory; undefined where they are too many. */
export function* brought(uploaded: Uploaded, response: Pick<Response, "trials">): Watched<Uploaded | undefined> {
  const { crew, rows, partitions } = uploaded;
  if (crew === undefined) return uploaded;
  if (!mayBring(uploaded)) return undefined;
  const part = yield* cutAfar(uploaded, [{ begin: 0, count: rows }]);
  crew.brought?.(part);
  const whole = { ...part, parts: partitions.starts.length > 2 ? partitions.starts : undefined };
  const shard = placeBrought(uploaded, whole);
  shard.set({ familyParams: uploaded.parameters });
  return { ...uploaded, shard, crew: undefined, view: undefined, trials: response.trials };
}

/** Rows that were brought, as what they are seen as: some of their columns, or with other noise. */
export function placeBrought({ scope, view }: Uploaded, part: RowsPart): Struct<"Shard"> {
  const shard = placeRows(scope, part);
  return view === undefined ? shard : viewShard({ scope, shard, trials: undefined }, view);
}

/** Ranges of the rows that a crew holds, as plain data. */
export function* cutAfar({ crew, partitions }: Uploaded, ranges: readonly Range[]): Watched<RowsPart> {
  const { starts } = partitions;
  const own = starts.length - 1;
  const rangesOf = (k: number): Range[] => {
    const { begin, count } = crew!.runs[k]!;
    const [from, end] = [starts[Math.min(begin, own)]!, starts[Math.min(begin + count, own)]!];
    return ranges.flatMap((range) => {
      const [first, last] = [Math.max(range.begin, from), Math.min(range.begin + range.count, end)];
      return last > first ? [{ begin: first - from, count: last - first }] : [];
    });
  };
  const parts = yield* wait((crew as Crew).each("cut", (k) => [rangesOf(k)]));
  return joinParts(parts.flatMap((part) => part ?? []));
}
