// When a worker that is alive is late: others have done their part of the same work, and it takes several times as long as they did for each run. Then
// its runs are given to a second worker, too.
//
// Time is counted in looks, not by a clock: while this program computes it hears nobody.

/** Milliseconds before which nobody is late: loading rows a second time is not free. */
const LEAST = 3000;
/** How many times as long as the others it takes. */
const TIMES_AS_LONG = 4;
/** What is remembered of the rounds before. */
const REMEMBERED = 32;

interface Part {
  readonly begun: number;
  readonly runs: Set<number>;
  readonly open: Set<number>;
  /** Milliseconds for each run, when it was done. */
  pace: number | undefined;
}

/** What a worker took for each run. */
interface Done {
  readonly worker: string;
  readonly pace: number;
}

/** Runs of a worker that are late. */
export interface Late {
  readonly worker: string;
  readonly runs: readonly number[];
}

/** Work that several workers do at the same time: to answer a question, or to load runs. */
export class Paces {
  readonly #parts = new Map<string, Part>();
  /** Of earlier work of this kind: for questions that go from run to run. */
  readonly #before: Done[];
  #age = 0;

  constructor(before: Done[] = []) {
    this.#before = before;
  }

  tick(ms: number): void {
    this.#age += ms;
  }

  /** A worker was asked about runs. */
  asked(worker: string, runs: readonly number[]): void {
    const known = this.#parts.get(worker);
    const part = known !== undefined && known.open.size > 0 ? known : this.#begin(worker);
    for (const run of runs) {
      part.runs.add(run);
      part.open.add(run);
    }
  }

  #begin(worker: string): Part {
    const part: Part = { begun: this.#age, runs: new Set(), open: new Set(), pace: undefined };
    this.#parts.set(worker, part);
    return part;
  }

  isAsked(worker: string, run: number): boolean {
    return this.#parts.get(worker)?.open.has(run) === true;
  }

  /** A run was answered by a worker: nobody else is waited for. */
  answered(worker: string, run: number): void {
    for (const [own, part] of this.#parts) {
      if (!part.open.delete(run) || part.open.size > 0 || own !== worker) continue;
      part.pace = (this.#age - part.begun) / part.runs.size;
      this.#before.push({ worker, pace: part.pace });
      if (this.#before.length > REMEMBERED) this.#before.shift();
    }
  }

  late(): Late[] {
    return [...this.#parts]
      .filter(([worker, part]) => part.open.size > 0 && this.#isLate(worker, part))
      .map(([worker, { open }]) => ({ worker, runs: [...open] }));
  }

  #isLate(worker: string, { begun, runs }: Part): boolean {
    const beside = [...this.#parts].flatMap(([own, { pace }]) => (own === worker || pace === undefined ? [] : [pace]));
    const before = this.#before.filter((done) => done.worker !== worker).map(({ pace }) => pace);
    const others = (beside.length > 0 ? beside : before).sort((a, b) => a - b);
    const usual = others[others.length >> 1];
    return usual !== undefined && this.#age - begun > Math.max(LEAST, TIMES_AS_LONG * usual * runs.size);
  }
}

/** What was seen of questions of each kind. */
export class Kinds {
  readonly #before = new Map<string, Done[]>();

  begin(kind: string): Paces {
    const before = this.#before.get(kind) ?? [];
    this.#before.set(kind, before);
    return new Paces(before);
  }
}
