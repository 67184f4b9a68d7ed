import { Exchange } from "./abi/exchange";
import { State } from "./abi/problem";
import { Shard } from "./abi/shard";
import { evaluate } from "./objective/evaluate";
import { solverResume } from "./solver/registry";

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
