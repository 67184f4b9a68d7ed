import { refusalOf } from "../base/refusal.js";
import type { FoldInput, Job } from "../validation/run-fold.js";
import type { FarThreads } from "../workers/elsewhere.js";
import type { Answer, Order } from "../workers/orders.js";
import type { Listener, Spawn } from "../workers/spawn.js";
import { KEYS, told } from "./broker.js";
import { type Driver, openDriver } from "./driver.js";
import { packInput, packPieces } from "./fold-wire.js";
import { askFor, nameOf } from "./judged.js";
import type { Asked } from "./presence.js";

/** Milliseconds of a batch: a trip through a broker then costs little beside it. */
const LEAST = 25;

/** Folds that are fitted by workers. What they share is sent once; pieces go in batches. */
export async function openFolds(asked: Asked): Promise<FarThreads> {
  return new FoldsAway(await openDriver(asked, false), asked.width);
}

/** A piece that a thread was given. */
interface Piece {
  readonly jobs: readonly Job[];
  readonly answer: Listener["answer"];
}

class FoldsAway implements FarThreads {
  readonly #driver: Driver;
  readonly #width: number;
  #waiting: Piece[] = [];
  /** Milliseconds that a fold may take, and what those so far took. */
  #guess = 0;
  #cost = { ms: 0, folds: 0 };
  #open = 0;
  #input: Promise<void> | undefined;
  #isDue = false;

  constructor(driver: Driver, width: number) {
    this.#driver = driver;
    this.#width = width;
  }

  begin = async (ms: number): Promise<number> => {
    this.#guess = ms;
    return Math.max(1, await this.#driver.threads());
  };

  spawn: Spawn = ({ answer }) => ({
    post: (message) => {
      const order = message as Order;
      if ("input" in order) this.#input ??= this.#share(order.input);
      else if ("jobs" in order) this.#take({ jobs: order.jobs, answer });
    },
    end: () => {
      this.#waiting = []; // all threads end together
    },
  });

  async #share(input: FoldInput): Promise<void> {
    const sharing = this.#driver.keep(KEYS.folds(this.#driver.id), () => packInput(input));
    sharing.catch(() => {}); // told with the pieces
    await sharing;
  }

  /** Pieces that are given in one turn go together. */
  #take(piece: Piece): void {
    this.#waiting.push(piece);
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#fill();
    });
  }

  #fill(): void {
    while (this.#open < this.#width && this.#waiting.length > 0) {
      this.#open++;
      const pieces = this.#waiting.splice(0, this.#size());
      this.#fit(pieces).finally(() => {
        this.#open--;
        this.#fill();
      });
    }
  }

  /** Pieces that are worth a trip. */
  #size(): number {
    const { ms, folds: known } = this.#cost;
    const each = known === 0 ? this.#guess : ms / known;
    let [count, folds] = [0, 0];
    while (count < this.#waiting.length && folds * each < LEAST) folds += this.#waiting[count++]!.jobs.length;
    return Math.max(1, count);
  }

  async #fit(pieces: readonly Piece[]): Promise<void> {
    try {
      await this.#input;
      const all = pieces.map(({ jobs }) => jobs);
      const folds = all.flatMap((jobs) => jobs.map(({ fold }) => fold));
      const work = { kind: "folds", name: nameOf(folds), count: folds.length, bytes: packPieces(all) } as const;
      const judged = await askFor(
        this.#driver,
        work,
        all.map(({ length }) => length),
      );
      if ("error" in judged) return pieces[0]!.answer({ error: judged.error } satisfies Answer);
      this.#cost = { ms: this.#cost.ms + judged.ms, folds: this.#cost.folds + judged.results.flat().length };
      for (const [k, { answer }] of pieces.entries()) {
        for (const [place, result] of judged.results[k]!.entries()) answer({ result, place } satisfies Answer);
      }
    } catch (error) {
      pieces[0]!.answer({ error: refusalOf(told(error)) } satisfies Answer);
    }
  }

  end = (): Promise<void> => this.#driver.end();
}
