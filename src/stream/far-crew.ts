import { foldingGroups, lengthOfAnswer, questionOf } from "../shard/answers.js";
import type { Asked, Crew } from "../shard/crew.js";
import type { Coordinates, Description } from "../shard/holding.js";
import type { PartitionPlan } from "../shard/partitions.js";
import type { Range, RowsPart } from "../shard/rows-part.js";
import type { Holders, Order, State } from "./task.js";

// The holders of a fit whose rows are elsewhere, in runs of partitions: they send the sum of each run, and these are added here in their order.

interface Given {
  readonly holders: Holders;
  readonly cut: PartitionPlan;
  /** Partitions of a run. */
  readonly group: number;
  readonly numbers: State["numbers"];
  readonly most: number;
  /** Called after each run that has answered. */
  readonly onRead: (rows: number) => void;
  readonly brought: (rows: RowsPart) => void;
}

let crews = 0;

export class FarCrew implements Crew {
  readonly runs: readonly Range[];
  readonly most: number;
  readonly brought: (rows: RowsPart) => void;
  readonly #given: Given;
  readonly #parameters: () => Uint8Array | undefined;
  readonly #crew = ++crews;
  readonly #firsts: Float64Array;
  #description: Description | undefined;
  #coordinates: Coordinates | undefined;
  #isCleared = false;

  constructor(given: Given, parameters: () => Uint8Array | undefined) {
    const { cut, group, most, brought } = given;
    this.#given = given;
    this.#parameters = parameters;
    this.most = most;
    this.brought = brought;
    const parts = cut.starts.length - 1;
    this.runs = Array.from({ length: Math.ceil(parts / group) }, (_, run) => ({
      begin: run * group,
      count: Math.min(group, parts - run * group),
    }));
    this.#firsts = Float64Array.from(this.runs, ({ begin }) => cut.starts[begin]!);
  }

  hold: Crew["hold"] = (_, { description }) => {
    this.#description = description;
  };

  answer: Crew["answer"] = async (task, request) => {
    const question = questionOf(task, request, this.#parameters());
    const add = foldingGroups(task.exchange, question, this.runs.length);
    const isAll = this.#given.cut.starts.length === 2;
    const length = lengthOfAnswer(question, question.point.length);
    const early = new Map<number, Float64Array>();
    let next = 0;
    await this.#ask({ about: "sums", state: this.#state(), question, isAll }, this.#every(), (run, answer) => {
      if (!(answer instanceof Float64Array) || answer.length !== length) return false;
      early.set(run, answer);
      for (let own = early.get(next); own !== undefined; own = early.get(next)) {
        early.delete(next++);
        add(own);
      }
      return true;
    });
  };

  each: Crew["each"] = async (name, given) => {
    type Said = ReturnType<Asked[typeof name]>;
    if (name === "settle") {
      [this.#coordinates] = given(0) as unknown as [Coordinates]; // it goes with every question
      return [];
    }
    const isCut = name === "cut";
    const rangesOf = (run: number) => (given(run) as unknown as [readonly Range[]])[0];
    const runs = isCut ? this.#every().filter((run) => rangesOf(run).length > 0) : this.#every();
    const ranges = isCut ? new Map(runs.map((run) => [run, rangesOf(run)])) : undefined;
    const order = { about: "asked", state: this.#state(), name, given: isCut ? [] : given(0) } as const;
    const said: (readonly Said[])[] = [];
    await this.#ask(ranges === undefined ? order : { ...order, ranges }, runs, (run, answer) => {
      if (!Array.isArray(answer)) return false;
      said[run] = answer as Said[];
      return true;
    });
    if (name === "clear") this.#isCleared = true;
    return said.flat(1) as Said[];
  };

  all: Crew["all"] = (name, ...given) => this.each(name, () => given);

  end = (): void => {}; // who holds the rows lets go of them when the fit ends

  #every(): number[] {
    return [...this.runs.keys()];
  }

  async #ask(order: Order, runs: readonly number[], told: (run: number, answer: unknown) => boolean): Promise<void> {
    const { holders, cut, onRead } = this.#given;
    await holders.ask(order, runs, (run, answer) => {
      const isTaken = told(run, answer);
      const { begin, count } = this.runs[run]!;
      if (isTaken) onRead(cut.starts[begin + count]! - cut.starts[begin]!);
      return isTaken;
    });
  }

  #state(): State {
    return {
      crew: this.#crew,
      description: this.#description!,
      isCleared: this.#isCleared,
      coordinates: this.#coordinates,
      firsts: this.#firsts,
      numbers: this.#given.numbers,
    };
  }
}
