import type { Plan } from "../base/flow.js";
import { NOISES } from "../noise/index.js";
import type { Scope } from "../wasm/scope.js";

// The noise of a plan as plain data, and in wasm memory.

/** The noise terms of a plan, as plain data. */
export function termsOf(plan: Plan): Term[] {
  return plan.noises.map(({ kind, id, strengths }) => ({
    kind: id,
    strengths: Float64Array.from(strengths),
    isTied: Number(plan.ties !== undefined && NOISES[kind]!.multiplies === true),
  }));
}

export interface Term {
  readonly kind: number;
  readonly strengths: Float64Array;
  /** 1: it follows the ties of the shard. */
  readonly isTied: number;
}

/** The same in wasm memory; 0 for none. */
export function putTermsOf(scope: Scope, terms: readonly Term[]): number {
  if (terms.length === 0) return 0;
  return placeTerms(
    scope,
    terms.map((term) => ({ ...term, strengths: scope.put(term.strengths) })),
  );
}

/** A NoiseTerm struct: numbers and addresses. */
export interface PlacedNoise {
  readonly kind: number;
  readonly strengths: number;
  /** 1: it follows the ties of the shard. */
  readonly isTied: number;
}

/** Which columns are noised together, in wasm memory; 0 for none. */
export function putTies(scope: Scope, ties: Int32Array | undefined): number {
  if (ties === undefined) return 0;
  const at = scope.reserve(4 * ties.length);
  scope.indices(at, ties.length).set(ties);
  return at;
}

/** An array of NoiseTerm structs. */
export function placeTerms(scope: Scope, terms: readonly PlacedNoise[]): number {
  const { size, fields } = scope.kernel.layouts.NoiseTerm;
  const at = scope.reserve(size * terms.length);
  const memory = new DataView(scope.kernel.exports.memory.buffer, at, size * terms.length);
  terms.forEach((term, k) => {
    memory.setInt32(k * size + fields.get("kind")!.offset, term.kind, true);
    memory.setUint32(k * size + fields.get("strengths")!.offset, term.strengths, true);
    memory.setInt32(k * size + fields.get("isTied")!.offset, term.isTied, true);
  });
  return at;
}
