import { STORAGE } from "../base/ids.js";
import type { Scope } from "../wasm/scope.js";
import { Struct } from "../wasm/scope.js";
import { someBlocks } from "./coded-part.js";
import { placeTerms, putTies } from "./noise-terms.js";

/**
 * The same rows with only some of the columns, also for the shard that answers together with this one; or with all columns, if `kept`
 * is undefined: then it shares the scratch. X is not copied.
 */
export function subShard(scope: Scope, shard: Struct<"Shard">, kept: readonly number[] | undefined): Struct<"Shard"> {
  const part = scope.copied(shard);
  if (kept === undefined) return part;
  const p = shard.read("columns");
  const some = (at: number): number => {
    const all = scope.get(at, p);
    return scope.put(kept.map((j) => all[j]!));
  };
  const { fields, size } = scope.kernel.layouts.NoiseTerm;
  const terms = Array.from({ length: shard.read("noiseCount") }, (_, k) => {
    const memory = new DataView(scope.kernel.exports.memory.buffer, shard.read("noise") + k * size, size);
    return {
      kind: memory.getInt32(fields.get("kind")!.offset, true),
      strengths: memory.getUint32(fields.get("strengths")!.offset, true),
      isTied: memory.getInt32(fields.get("isTied")!.offset, true),
    };
  });
  const noise = terms.map((term) => ({ ...term, strengths: some(term.strengths) }));
  const ties = shard.read("ties") === 0 ? undefined : scope.indices(shard.read("ties"), p);
  const next = shard.read("next");
  part.set({
    columns: kept.length,
    design: shard.read("design") === 0 ? 0 : someColumns(scope, shard.read("design"), kept),
    center: some(shard.read("center")),
    scale: some(shard.read("scale")),
    noise: noise.length === 0 ? 0 : placeTerms(scope, noise),
    ties: putTies(scope, ties && Int32Array.from(kept, (j) => ties[j]!)),
    next: next === 0 ? 0 : subShard(scope, at(scope, next), kept).at,
  });
  if (shard.read("design") !== 0) scope.kernel.exports.prepareShard(part.at, 1); // else the rows are elsewhere
  return part;
}

function at(scope: Scope, address: number): Struct<"Shard"> {
  return new Struct<"Shard">(scope.kernel, scope.kernel.layouts.Shard, address);
}

function someColumns(scope: Scope, address: number, kept: readonly number[]): number {
  const whole = new Struct<"Design">(scope.kernel, scope.kernel.layouts.Design, address);
  scope.kernel.exports.needColumns(address);
  const map = scope.reserve(4 * kept.length);
  scope.indices(map, kept.length).set(kept);
  if (whole.read("storage") === STORAGE.coded) return someBlocks(scope, whole, kept, map);
  const fields = [
    "storage",
    "data",
    "rowStride",
    "columnStride",
    "starts",
    "splits",
    "isSplit",
    "indices",
    "rows",
    "columns",
  ] as const;
  return scope.struct("Design", { ...Object.fromEntries(fields.map((field) => [field, whole.read(field)])), map }).at;
}
