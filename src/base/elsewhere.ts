import type { Response } from "./flow.js";

// Responses whose vectors are not in memory: what is asked of them without reading them.

type Vector = "y" | "weight" | "trials" | "offset";

interface Known {
  /** Vectors that there are. */
  readonly names: readonly Vector[];
  /** Whether there is a row of weight 0. */
  readonly hasIdle: boolean;
}

const ELSEWHERE = new WeakMap<Response, Known>();

/** Says what there is of a response whose vectors are read when somebody asks for them. */
export function knowVectors(response: Response, known: Known): void {
  ELSEWHERE.set(response, known);
}

export function hasVector(response: Response, name: Vector): boolean {
  return ELSEWHERE.get(response)?.names.includes(name) ?? response[name] !== undefined;
}

/** Whether there is a row of weight 0. */
export function hasIdleRows(response: Response): boolean {
  return ELSEWHERE.get(response)?.hasIdle ?? response.weight?.includes(0) ?? false;
}
