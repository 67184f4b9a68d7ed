// Who holds each run of rows, and which runs are being loaded. A run has a second holder where the first one was late.

export class Leases {
  /** Who hold each run: the first of them is asked. */
  readonly #at = new Map<number, readonly string[]>();
  readonly #loading = new Set<number>();
  /** Runs that a second worker loads, and which. */
  readonly #second = new Map<number, string>();

  get loading(): ReadonlySet<number> {
    return this.#loading;
  }

  workers(): Set<string> {
    return new Set([...this.#at.values()].flat());
  }

  holderOf(run: number): string | undefined {
    return this.#at.get(run)?.[0];
  }

  /** Another holder of a run. */
  spareOf(run: number, late: string): string | undefined {
    return this.#at.get(run)?.find((worker) => worker !== late);
  }

  /** From now on this holder of a run is asked first. */
  prefer(run: number, worker: string): void {
    this.#at.set(run, [worker, ...this.#at.get(run)!.filter((own) => own !== worker)]);
  }

  /** Runs are to be loaded, because nobody holds them. */
  begin(runs: readonly number[]): void {
    for (const run of runs) this.#loading.add(run);
  }

  hasSecond(run: number): boolean {
    return this.#second.has(run);
  }

  beginSecond(run: number, worker: string): void {
    this.#second.set(run, worker);
  }

  /** A worker has loaded a run. Gives false if it is known to hold it. Whoever was asked because another one is late is asked first from now on. */
  loaded(run: number, worker: string): boolean {
    const before = this.#at.get(run) ?? [];
    if (before.includes(worker)) return false;
    this.#loading.delete(run);
    const isQuicker = this.#second.get(run) === worker;
    this.#at.set(run, isQuicker ? [worker, ...before] : [...before, worker]);
    return true;
  }

  /** A worker does not hold these runs any more. Gives those that nobody holds now. */
  lose(worker: string, runs: Iterable<number> = this.#at.keys()): number[] {
    const gone: number[] = [];
    for (const run of [...runs]) {
      const before = this.#at.get(run);
      if (before?.includes(worker) !== true) continue;
      const left = before.filter((own) => own !== worker);
      this.#at.set(run, left);
      if (left.length === 0 && !this.#loading.has(run)) gone.push(run);
    }
    for (const [run, own] of this.#second) if (own === worker) this.#second.delete(run);
    return gone;
  }

  /** The holder of the fewest runs, not one of these. */
  idlest(except: ReadonlySet<string>): string | undefined {
    const counts = new Map<string, number>();
    for (const worker of [...this.#at.values()].flat()) counts.set(worker, (counts.get(worker) ?? 0) + 1);
    for (const worker of this.#second.values()) if (counts.has(worker)) counts.set(worker, counts.get(worker)! + 1);
    const able = [...counts].filter(([worker]) => !except.has(worker));
    return able.sort(([, a], [, b]) => a - b)[0]?.[0];
  }

  clear(): void {
    this.#at.clear();
    this.#loading.clear();
    this.#second.clear();
  }
}
