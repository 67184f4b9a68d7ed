import { folding, questionOf } from "../shard/answers.js";
import type { Asked, Crew, Hire } from "../shard/crew.js";
import { isOfLabels } from "../shard/held-rows.js";
import type { Coordinates } from "../shard/holding.js";
import type { PartitionPlan } from "../shard/partitions.js";
import type { Range } from "../shard/rows-part.js";
import { Shelf, type Unit, unitsOf } from "./shelf.js";
import type { Spill } from "./spill.js";

// The holders of the rows of a source: as many partitions as the memory takes stay in it, the others are read for every question.

/** Numbers of x that may be brought out of the file at once, as a part of the memory: 8 bytes each, and a copy. */
export const BROUGHT = 1 / 32;

interface Given {
  readonly spill: Spill;
  readonly cut: PartitionPlan;
  /** Partitions that stay in memory; first those with labels. */
  readonly kept: number;
  readonly memory: number;
  /** Called after each partition that a question has read. */
  readonly onRead: (rows: number) => void;
  /** Rows without labels. */
  readonly unlabeled?: { readonly spill: Spill; readonly cut: PartitionPlan };
}

export function hireReader(given: Given): { readonly hire: Hire; readonly end: () => void } {
  const crews: { end: () => void }[] = [];
  const hire = (_partitions: number, parameters: () => Uint8Array | undefined): Crew => {
    const crew = new Reader(given, parameters);
    crews.push(crew);
    return crew;
  };
  const end = (): void => {
    for (const crew of crews.splice(0)) crew.end();
  };
  const { cut, unlabeled } = given;
  return { hire: Object.assign(hire, { cut, ...(unlabeled && { cutUnlabeled: unlabeled.cut }) }), end };
}

/** The holders of a fit. */
class Reader implements Crew {
  readonly runs: readonly Unit[];
  readonly most: number;
  readonly #parameters: () => Uint8Array | undefined;
  readonly #shelf: Shelf;

  constructor(given: Given, parameters: () => Uint8Array | undefined) {
    const { spill, kept, memory, onRead, unlabeled } = given;
    this.#parameters = parameters;
    const own = spill.places.length;
    const others = unlabeled === undefined ? [] : unitsOf(unlabeled.spill.places, 0, kept - own, memory);
    this.runs = [
      ...unitsOf(spill.places, 0, kept, memory),
      ...others.map((unit) => ({ ...unit, begin: own + unit.begin, unlabeled: unit.begin })),
    ];
    this.most = memory * BROUGHT;
    this.#shelf = new Shelf(spill, onRead, unlabeled?.spill);
  }

  hold: Crew["hold"] = (_, { description }) => this.#shelf.describe(description);

  answer: Crew["answer"] = async (task, request) => {
    const question = questionOf(task, request, this.#parameters());
    const runs = isOfLabels(question.view) ? this.runs.filter((unit) => unit.unlabeled === undefined) : this.runs;
    const count = runs.reduce((sum, unit) => sum + unit.count, 0);
    const add = folding(task.exchange, question, count);
    await this.#shelf.walk(runs, (held) => held.ask(question).forEach(add));
  };

  each: Crew["each"] = async (name, given) => {
    type Said = ReturnType<Asked[typeof name]>;
    const said = new Map<Range, Said>();
    const places = new Map(this.runs.map((unit, k) => [unit, k]));
    const isWanted = (unit: Unit, k: number): boolean => {
      if (name === "settle") return this.#shelf.isHeld(unit); // the others are settled when they are read
      return name !== "cut" || (given(k) as unknown as [readonly Range[]])[0].length > 0;
    };
    await this.#shelf.walk(this.runs.filter(isWanted), (held, unit) => {
      const own = given(places.get(unit)!);
      said.set(unit, (held[name] as (...args: unknown[]) => Said)(...own));
    });
    if (name === "settle") this.#shelf.settle((given(0) as unknown as [Coordinates])[0]);
    if (name === "clear") this.#shelf.clear();
    return this.runs.map((unit) => said.get(unit) as Said);
  };

  all: Crew["all"] = (name, ...given) => this.each(name, () => given);

  end = (): void => this.#shelf.end();
}
