import { close } from "./abi/arena";
import { Exchange } from "./abi/exchange";
import { Request } from "./abi/ids";
import { State } from "./abi/problem";
import { Shard } from "./abi/shard";
import { partMoments } from "./design/partition-moments";
import { evaluate, evaluatePart } from "./objective/evaluate";
import { moveOwn, OWN_BYTES } from "./num/own";
import { solverResume } from "./solver/registry";

/**
 * Gives an instance that shares its memory with others a place of its own, f64[ownBytes / 8]. It may answer for partitions then, which
 * reserves nothing; the arena belongs to the first instance.
 */
export function lend(place: usize): void {
  moveOwn(place);
  close();
}

/**
 * For threads that share the rows: the sums of partition k into the Exchange `part`, with a matrix at `matrix` if it is not 0
 * (objective/evaluate.ts). Or its moments into f64[momentNumbers] at `part`, with room to work at `matrix`.
 */
export function answerPart(first: Shard, k: i32, at: usize, matrix: usize, request: i32): void {
  if (request == Request.Moments) {
    partMoments(first, k, at, matrix);
    return;
  }
  const part = changetype<Exchange>(at);
  if (request & Request.ClassGram) part.square = matrix;
  else part.hessian = matrix;
  evaluatePart(first, k, part, request);
}

/** Bytes of that place. */
export const ownBytes: usize = OWN_BYTES;

/**
 * The loop between a solver and one local shard, used if nothing needs to be reported: answers `request` and resumes
 * until there is an outcome (< 0) or `budget` requests have been answered; then it returns the open request.
 */
export function runLocal(solver: i32, state: State, shard: Shard, request: i32, budget: i32): i32 {
  const exchange = changetype<Exchange>(state.exchange);
  while (request > 0 && budget > 0) {
    evaluate(shard, exchange, request);
    request = solverResume(solver, state, request);
    --budget;
  }
  return request;
}
