import type { Leases } from "./leases.js";
import type { Paces } from "./stragglers.js";

interface Given {
  readonly leases: Leases;
  readonly loads: Paces;
  readonly rounds: ReadonlyMap<number, { readonly paces: Paces }>;
  /** Asks whoever is the first holder of a run. */
  readonly post: (round: number, run: number) => Promise<void>;
  readonly loadAgain: (run: number, worker: string) => Promise<void>;
}

/** Gives what is late to a second worker, too: a question to another holder of the run; if there is none, the run itself, to a worker that has loaded others. */
export async function hurry({ leases, loads, rounds, post, loadAgain }: Given): Promise<void> {
  const again = async (run: number, slow: ReadonlySet<string>): Promise<void> => {
    const worker = leases.hasSecond(run) ? undefined : leases.idlest(slow);
    if (worker !== undefined) await loadAgain(run, worker);
  };
  for (const [round, { paces }] of rounds) {
    const { runs, slow } = lateOf(paces);
    for (const [run, worker] of runs) {
      const spare = leases.spareOf(run, worker);
      if (spare === undefined) await again(run, slow);
      else if (!paces.isAsked(spare, run)) {
        leases.prefer(run, spare);
        await post(round, run);
      }
    }
  }
  const { runs, slow } = lateOf(loads);
  for (const [run] of runs) await again(run, slow);
}

function lateOf(paces: Paces) {
  const late = paces.late();
  const runs = late.flatMap(({ worker, runs }) => runs.map((run) => [run, worker] as const));
  return { runs, slow: new Set(late.map(({ worker }) => worker)) };
}
