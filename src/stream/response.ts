import { knowVectors } from "../base/elsewhere.js";
import type { Label, Response } from "../base/flow.js";
import { knowFacts } from "../minimize/facts.js";
import type { KnownFacts } from "./facts.js";
import { VECTORS, type VectorName } from "./layout.js";
import type { namedSums } from "./sums.js";

/** The response of all rows: sums of it are known, and its vectors are read by who asks for one. */
export function responseOf(
  { facts, sums, classes }: Known,
  has: readonly VectorName[],
  vector: (name: VectorName) => Float64Array,
): Response {
  const response = { counts: facts.ownCounts, ...sums, classes };
  // not enumerable: a copy of a response must not read its vectors
  for (const name of VECTORS)
    Object.defineProperty(response, name, { get: () => (has.includes(name) ? vector(name) : undefined) });
  const known = response as unknown as Response;
  knowFacts(known, facts);
  knowVectors(known, { names: has, hasIdle: facts.hasIdle });
  return known;
}

/** What is known of all rows. */
interface Known {
  readonly facts: KnownFacts;
  readonly sums: ReturnType<typeof namedSums>;
  readonly classes: readonly Label[] | undefined;
}
