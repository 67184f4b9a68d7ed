import type { Plan } from "../base/flow.js";
import type { Uploaded } from "../shard/uploaded.js";
import { type Scope, Struct } from "../wasm/scope.js";

// Groups of entries of theta that share a kink, as assembly/penalty/groups.ts has them. A group of columns has one in every class.

/** For every entry of theta the first one of its group; an entry without a kink is by itself. Undefined where all are. */
export function leadersOf(
  { dimension, classes, block, columns }: Pick<Uploaded, "dimension" | "classes" | "block" | "columns">,
  { penalty }: Plan,
  kinks: Float64Array,
): Int32Array | undefined {
  const { groups } = penalty;
  if (groups === undefined) return undefined;
  const leaders = Int32Array.from({ length: dimension }, (_, entry) => entry);
  for (let k = 0; k < classes; k++) {
    const first = new Map<number, number>();
    for (let j = 0, entry = k * block; j < columns; j++, entry++) {
      if (!(kinks[entry]! > 0)) continue;
      if (!first.has(groups[j]!)) first.set(groups[j]!, entry);
      leaders[entry] = first.get(groups[j]!)!;
    }
  }
  return leaders;
}

/** The groups in wasm memory, with room to work in. */
export function placeGroups(scope: Scope, leaders: ArrayLike<number>): number {
  const d = leaders.length;
  const members = new Map<number, number[]>();
  for (let entry = 0; entry < d; entry++) {
    const own = members.get(leaders[entry]!);
    if (own === undefined) members.set(leaders[entry]!, [entry]);
    else own.push(entry);
  }
  let largest = 0;
  const sizes = new Int32Array(d);
  for (const own of members.values()) {
    largest = Math.max(largest, own.length);
    for (const entry of own) sizes[entry] = own.length;
  }
  const put = (values: ArrayLike<number>): number => {
    const at = scope.reserve(4 * d);
    scope.indices(at, d).set(values);
    return at;
  };
  return scope.struct("Groups", {
    members: put([...members.values()].flat()),
    sizes: put(sizes),
    work: scope.f64(2 * largest * largest + 4 * largest),
  }).at;
}

/** The leaders that were placed. */
export function readLeaders(scope: Scope, at: number, dimension: number): Float64Array {
  const struct = new Struct<"Groups">(scope.kernel, scope.kernel.layouts.Groups, at);
  const members = scope.indices(struct.read("members"), dimension);
  const sizes = scope.indices(struct.read("sizes"), dimension);
  const leaders = new Float64Array(dimension);
  for (let a = 0; a < dimension; a += sizes[members[a]!]!) {
    for (let i = 0; i < sizes[members[a]!]!; i++) leaders[members[a + i]!] = members[a]!;
  }
  return leaders;
}

/** sqrt( sum v^2 ) over each group, at the place of its leader. */
export function groupNorms(leaders: Int32Array, partOf: (entry: number) => number): Float64Array {
  const norms = new Float64Array(leaders.length);
  leaders.forEach((leader, entry) => {
    norms[leader] = Math.hypot(norms[leader]!, partOf(entry));
  });
  return norms;
}
