import { chooseFamily } from "../options/plan.js";
import { folding, readAnswer } from "../shard/answers.js";
import { answersFor } from "../shard/exchange.js";
import type { HeldRows } from "../shard/held-rows.js";
import type { Range } from "../shard/rows-part.js";
import type { Source } from "../source/source.js";
import { freshKernel } from "../wasm/load.js";
import { Scope } from "../wasm/scope.js";
import { addFacts } from "./facts.js";
import { heldBytes } from "./layout.js";
import { Loader, type Run } from "./loader.js";
import { leastMemory, roomFor } from "./memory.js";
import { nth } from "./partition.js";
import { Shelf, type Unit, unitsOf } from "./shelf.js";
import { Spill } from "./spill.js";
import { addTotals } from "./sums.js";
import type { Loaded, Order, State, Task } from "./task.js";

// Who holds some runs of a task: loads them from the source, keeps them, and answers.

/** The memory for rows that the tasks of one thread share. */
export interface Budget {
  readonly memory: number;
  kept: number;
}

interface Held extends Run {
  readonly units: readonly Unit[];
  /** Bytes that stay in memory. */
  readonly bytes: number;
}

type Tell = (run: number, answer: unknown) => void;

export class Holder {
  readonly #task: Task;
  readonly #budget: Budget;
  readonly #spill: Spill;
  readonly #loader: Loader;
  readonly #family: ReturnType<typeof chooseFamily>;
  readonly #runs = new Map<number, Held>();
  #shelf: Shelf | undefined;
  #state: State | undefined;
  /** Sums are added up here. */
  #kernel: ReturnType<typeof freshKernel> | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(task: Task, source: Source, budget: Budget, folder: string | undefined) {
    this.#task = task;
    this.#budget = budget;
    this.#spill = Spill.open(folder);
    this.#family = chooseFamily(task.family);
    this.#loader = new Loader(task, source, this.#spill, this.#family);
  }

  /** Loads a run, if it is not here yet. */
  load(run: number): Promise<Loaded> {
    const found = this.#loading.then(() => this.#load(run));
    this.#loading = found.catch(() => {});
    return found;
  }

  async #load(run: number): Promise<Loaded> {
    const known = this.#runs.get(run);
    if (known !== undefined) return { report: known.report };
    const budget = this.#budget;
    const found = await this.#loader.load(run, (first) => leastMemory([heldBytes(first)], budget.memory));
    if ("missed" in found) return found;
    const { begin, count } = found.places;
    const places = this.#spill.places.slice(begin, begin + count);
    const all = places.map(heldBytes);
    const bytes = all.reduce((sum, own) => sum + own, 0);
    const isStaying = budget.kept + bytes <= roomFor(all, budget.memory);
    const units = unitsOf(places, begin, isStaying ? count : 0, budget.memory);
    if (isStaying) budget.kept += bytes;
    this.#runs.set(run, { ...found, units, bytes: isStaying ? bytes : 0 });
    return { report: found.report };
  }

  has(run: number): boolean {
    return this.#runs.has(run);
  }

  /** Asks runs that are here, in their order. */
  ask(order: Order, runs: readonly number[], tell: Tell): Promise<void> {
    const done = this.#asking.then(() => this.#ask(order, runs, tell));
    this.#asking = done.catch(() => {});
    return done;
  }

  async #ask(order: Order, runs: readonly number[], tell: Tell): Promise<void> {
    if (order.about === "sums") return this.#sums(order, runs, tell);
    if (order.about === "asked") return this.#asked(order, runs, tell);
    for (const run of runs) tell(run, await this.#rowByRow(order, run));
  }

  async #rowByRow(order: Extract<Order, { about: "totals" | "facts" | "trials" }>, run: number): Promise<unknown> {
    const { places: range, omitted } = this.#runs.get(run)!;
    const { encoding, size, group } = this.#task;
    const places = Array.from({ length: range.count }, (_, k) => range.begin + k);
    if (order.about === "totals") {
      let totals = order.before;
      for (const k of places) totals = addTotals(totals, await this.#spill.written(k));
      return totals;
    }
    if (order.about === "trials") return places.map((k) => this.#spill.vectors(k).trials!);
    this.#spill.mean(order.numbers);
    const outcome = { family: this.#family, classes: order.classes, label: encoding.response!.label };
    return places.reduce((facts, k, part) => {
      const first = (run * group + part) * size;
      return addFacts(facts, this.#spill.vectors(k), outcome, (i) => first + nth(omitted[part]!, i));
    }, order.before);
  }

  async #sums(order: Extract<Order, { about: "sums" }>, runs: readonly number[], tell: Tell): Promise<void> {
    const { question, isAll } = order;
    const shelf = await this.#ready(order.state);
    this.#kernel ??= freshKernel();
    const scope = new Scope(this.#kernel);
    const { mark, release } = this.#kernel.exports;
    const position = mark();
    const { block } = question;
    const d = question.point.length;
    const asked = { dimension: d, point: scope.filled(d, 0), direction: scope.filled(d, 0), block };
    const exchange = answersFor(scope, asked, question.matrix);
    exchange.set({ part: answersFor(scope, asked, question.matrix).at });
    try {
      await this.#walk(shelf, runs, {
        begin: () => folding(exchange, question, isAll ? 1 : this.#task.group),
        visit: (held, add) => held.ask(question).forEach(add),
        end: (run) => tell(run, readAnswer(exchange, question)),
      });
    } finally {
      release(position);
    }
  }

  async #asked(order: Extract<Order, { about: "asked" }>, runs: readonly number[], tell: Tell): Promise<void> {
    const { name, given, ranges } = order;
    const shelf = await this.#ready(order.state);
    await this.#walk(shelf, runs, {
      begin: () => [] as unknown[],
      visit: (held, said, unit, run) => {
        const own = ranges === undefined ? given : [this.#within(unit, run, ranges.get(run) ?? [])];
        said.push((held[name] as (...args: readonly unknown[]) => unknown)(...own));
      },
      end: tell,
    });
  }

  /** Shows the units of runs, one run after the other. */
  async #walk<T>(
    shelf: Shelf,
    runs: readonly number[],
    work: {
      readonly begin: () => T;
      readonly visit: (held: HeldRows, own: T, unit: Unit, run: number) => void;
      readonly end: (run: number, own: T) => void;
    },
  ): Promise<void> {
    const all = runs.flatMap((run) =>
      this.#runs.get(run)!.units.map((unit, k, { length }) => ({ run, unit, k, length })),
    );
    let [at, own] = [0, undefined as T | undefined];
    await shelf.walk(
      all.map(({ unit }) => unit),
      (held, unit) => {
        const { run, k, length } = all[at++]!;
        if (k === 0) own = work.begin();
        work.visit(held, own as T, unit, run);
        if (k === length - 1) work.end(run, own as T);
      },
    );
  }

  /** The ranges of a run that are in a unit, by the rows there. */
  #within(unit: Unit, run: number, ranges: readonly Range[]): Range[] {
    const rowsOf = (begin: number, end: number): number =>
      this.#spill.places.slice(begin, end).reduce((sum, { rows }) => sum + rows, 0);
    const from = rowsOf(this.#runs.get(run)!.places.begin, unit.begin);
    const end = from + rowsOf(unit.begin, unit.begin + unit.count);
    return ranges.flatMap(({ begin, count }) => {
      const [first, last] = [Math.max(begin, from), Math.min(begin + count, end)];
      return last > first ? [{ begin: first - from, count: last - first }] : [];
    });
  }

  /** The rows as a fit has settled them. */
  async #ready(state: State): Promise<Shelf> {
    const before = this.#state;
    if (before === undefined || before.crew !== state.crew) {
      this.#shelf?.end();
      this.#shelf = new Shelf(this.#spill, () => {});
      this.#shelf.describe(state.description);
      this.#spill.mean(state.numbers);
    }
    await this.#loader.rest();
    this.#number(state.firsts);
    const shelf = this.#shelf!;
    const isNewHere = before?.crew !== state.crew;
    const wasCleared = !isNewHere && before!.isCleared;
    const wasSettled = !isNewHere && before!.coordinates !== undefined;
    this.#state = state;
    const held = [...this.#runs.values()].flatMap(({ units }) => units).filter((unit) => shelf.isHeld(unit));
    if (state.isCleared && !wasCleared) {
      await shelf.walk(held, (rows) => rows.clear());
      shelf.clear();
    }
    if (state.coordinates !== undefined && !wasSettled) {
      await shelf.walk(held, (rows) => rows.settle(state.coordinates!));
      shelf.settle(state.coordinates);
    }
    return shelf;
  }

  /** Numbers of the first rows, by those of the runs. */
  #number(firsts: Float64Array): void {
    const { places } = this.#spill;
    for (const [run, { places: range }] of this.#runs) {
      let first = firsts[run]!;
      for (let k = range.begin; k < range.begin + range.count; k++) {
        if (places[k]!.first !== first) places[k] = { ...places[k]!, first };
        first += places[k]!.rows;
      }
    }
  }

  async end(): Promise<void> {
    this.#shelf?.end();
    for (const { bytes } of this.#runs.values()) this.#budget.kept -= bytes;
    this.#runs.clear();
    await this.#loader.rest();
    this.#spill.end();
  }
}
