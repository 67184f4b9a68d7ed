// The words that threads over one memory agree by: a small memory of its own, read and written atomically. One thread leads: it sets a pass
// up, answers for partitions as the others do, and puts the sums together.

/** Places in the control block. */
const WORD = {
  /** Rises when there is work; threads wait for it. */
  tick: 0,
  /** Number of the pass in the upper half, the next partition that nobody has taken in the lower half. */
  next: 1,
  /** Number of the pass, and of its partitions. */
  pass: 2,
  /** Partitions answered in this pass. */
  done: 3,
  /** The partition whose matrix is added next. */
  turn: 4,
  /** 1: the threads go back to their event loop. */
  leave: 5,
  /** Threads that are there. */
  joined: 6,
  request: 7,
  /** Addresses: of the answers of partition 0, of the bytes between two of them, of the exchange with the sums. */
  slots: 8,
  slotBytes: 9,
  exchange: 10,
} as const;

/** Words of each thread, behind those. */
const FIRST = 16;
const OF_THREAD = 4;
const OWN = { shard: 0, matrix: 1, isFolding: 2, answered: 3 } as const;

const HALF = 16;
const LOWER = 0xffff;

/** Most partitions of a pass. */
export const MOST_PARTS = LOWER - 256;

/** A pass over the rows, as threads see it. */
export interface Pass {
  readonly parts: number;
  readonly request: number;
  /** Address of the answers of the first partition, and the bytes between two. */
  readonly slots: number;
  readonly slotBytes: number;
  readonly exchange: number;
}

/** The control block of some threads. */
export class Control {
  readonly words: Int32Array;
  #number = 0;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer);
  }

  static of(threads: number): Control {
    return new Control(new SharedArrayBuffer(4 * (FIRST + OF_THREAD * threads)));
  }

  get(word: keyof typeof WORD): number {
    return Atomics.load(this.words, WORD[word]);
  }

  /** Words of one thread: its copy of the shards, its matrix (0: none), whether it adds to the sums, how many partitions it has answered. */
  own(thread: number, word: keyof typeof OWN): number {
    return Atomics.load(this.words, FIRST + OF_THREAD * thread + OWN[word]) >>> 0;
  }

  setOwn(thread: number, word: keyof typeof OWN, value: number): void {
    Atomics.store(this.words, FIRST + OF_THREAD * thread + OWN[word], value);
  }

  /** Begins a pass: wakes the threads. Everything else must be in memory before. */
  begin({ parts, request, slots, slotBytes, exchange }: Pass): void {
    this.#number = (this.#number + 1) & 0x7fff;
    const set = (word: keyof typeof WORD, value: number): void => {
      Atomics.store(this.words, WORD[word], value);
    };
    set("request", request);
    set("slots", slots);
    set("slotBytes", slotBytes);
    set("exchange", exchange);
    set("done", 0);
    set("turn", 0);
    set("pass", (this.#number << HALF) | parts);
    set("next", this.#number << HALF);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.words, WORD.tick, 1);
    Atomics.notify(this.words, WORD.tick);
  }

  /** A partition that nobody else has, or -1 when all are taken. A thread that comes late to a pass gets none of the next by mistake. */
  claim(): number {
    const given = Atomics.add(this.words, WORD.next, 1);
    const pass = Atomics.load(this.words, WORD.pass);
    const k = given & LOWER;
    return given >>> HALF === pass >>> HALF && k < (pass & LOWER) ? k : -1;
  }

  /** Partitions of the pass. */
  get parts(): number {
    return this.get("pass") & LOWER;
  }

  /** One more partition is answered. */
  finish(thread: number): void {
    Atomics.add(this.words, FIRST + OF_THREAD * thread + OWN.answered, 1);
    Atomics.add(this.words, WORD.done, 1);
    Atomics.notify(this.words, WORD.done);
  }

  /** Waits until the matrix of partition k may be added. False if the threads were told to leave, or after so many milliseconds. */
  awaitTurn(k: number, patience = Infinity): boolean {
    return this.#await("turn", (turn) => turn === k, patience);
  }

  /** The next matrix may be added. */
  passTurn(): void {
    Atomics.add(this.words, WORD.turn, 1);
    Atomics.notify(this.words, WORD.turn);
  }

  /** Waits until `parts` are answered; false after so many milliseconds. */
  awaitAll(parts: number, patience: number): boolean {
    return this.#await("done", (done) => done >= parts, patience);
  }

  #await(word: "turn" | "done", isReached: (value: number) => boolean, patience: number): boolean {
    let until = 0;
    for (let round = 0; ; round++) {
      const value = this.get(word);
      if (isReached(value)) return true;
      if (this.get("leave") !== 0) return false;
      if (round < SPINS) continue;
      if (round === SPINS) until = performance.now() + patience;
      else if (performance.now() > until) return false;
      if (mayBlock) Atomics.wait(this.words, WORD[word], value, NAP);
    }
  }

  /** Waits for a pass after the one seen. */
  awaitPass(seen: number): number {
    Atomics.wait(this.words, WORD.tick, seen);
    return this.get("tick");
  }

  join(): void {
    Atomics.add(this.words, WORD.joined, 1);
  }

  /** Sends the threads back to their event loops. */
  dismiss(): void {
    Atomics.store(this.words, WORD.leave, 1);
    this.#wake();
    Atomics.notify(this.words, WORD.turn);
  }

  isDismissed(): boolean {
    return this.get("leave") !== 0;
  }
}

/** Looks at a word before a thread goes to sleep: some microseconds. */
const SPINS = 2000;

/** Milliseconds of sleep between two looks at the clock. */
const NAP = 50;

/** Whether this thread may sleep: the main thread of a page may not. */
const mayBlock: boolean = (globalThis as { document?: unknown }).document === undefined;
