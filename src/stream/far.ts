import { GlmError } from "../base/errors.js";
import type { Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { ROLES } from "../frame/roles.js";
import type { FitOptions } from "../options/types.js";
import type { Hire } from "../shard/crew.js";
import type { RowsPart } from "../shard/rows-part.js";
import type { Source } from "../source/source.js";
import { beginPass, type Encoded, finish, MOST_AGAIN, meaningIn, outcomeIn, type Pass } from "./encode.js";
import { noFacts } from "./facts.js";
import { FarCrew } from "./far-crew.js";
import type { VectorName } from "./layout.js";
import type { Learned } from "./learn.js";
import type { Steps } from "./steps.js";
import { mergeWeights, NO_TOTALS, type Totals } from "./sums.js";
import type { Holders, Loaded, Order, Report, Task } from "./task.js";

// The second reading of a source by others: they load runs of partitions and report; here the reports become what one reading would have learned.

/** Partitions of a run: those that are summed before they are added to others (assembly/objective/fold.ts). */
const GROUP = 16;

/** The rows of a source that others hold. */
export interface Far extends Encoded {
  readonly hire: Hire;
}

interface Given {
  readonly learned: Learned;
  readonly family: Family;
  readonly named: Pick<FitOptions, "family" | "link">;
  readonly holders: Holders;
  readonly steps: Steps;
  /** Numbers of x that may be brought here. */
  readonly most: number;
  readonly onRead: (rows: number) => void;
}

/** Refuses a source that another machine cannot open. */
export function placeOf({ name, place }: Source): Task["place"] {
  if (place !== undefined) return place;
  const message = `${name} is code of this program, which does not travel to workers; expected file("big.parquet") or sql("SELECT ..."), or leave the option "on" out`;
  throw new GlmError("NOT_SUPPORTED", message, { option: "on" });
}

export async function encodeFar(given: Given): Promise<Far> {
  for (let again = 0; ; again++) {
    const pass = beginPass(given.learned, given.family);
    const found = await new FarPass(given, pass).read();
    if (!("missed" in found)) return found;
    if (again >= MOST_AGAIN) throw tooOften(found.missed.row);
    given.learned.sample.keepCells(found.missed.row, found.missed.cells);
  }
}

function tooOften(row: number): GlmError {
  const message = `row ${row} has a level that the rows before have not shown, ${MOST_AGAIN} times; expected levels that a reading of the columns shows: name them in the formula`;
  return new GlmError("OUT_OF_DOMAIN", message, { row });
}

/** The options that belong to rows. */
function rolesOf(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...ROLES, "weightType"].flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

type Missed = Extract<Loaded, { missed: unknown }>;

/** One encoding of the rows by others. */
class FarPass {
  readonly #given: Given;
  readonly #pass: Pass;
  readonly #count: number;
  readonly #reports: Report[] = [];
  #missed: (Missed & { readonly run: number }) | undefined;
  #loaded = 0;
  /** Runs that are waited for. */
  readonly #waiting = new Map<number, (isThere: boolean) => void>();

  constructor(given: Given, pass: Pass) {
    this.#given = given;
    this.#pass = pass;
    const { rows } = given.learned.sample;
    this.#count = Math.max(1, Math.ceil(rows / (GROUP * pass.size)));
  }

  async read(): Promise<Far | Missed> {
    const { learned, holders, named } = this.#given;
    const { question, names, fingerprint } = learned;
    const { encoding, size } = this.#pass;
    const task = {
      ...{ names, encoding, family: named, size, group: GROUP },
      place: placeOf(question.source),
      options: rolesOf(question.options),
      marks: fingerprint.known,
    };
    await holders.begin(task, (run, loaded) => this.#compare(run, loaded));
    const [, totals] = await Promise.all([
      holders.load(this.#count, (run, loaded) => this.#take(run, loaded)),
      this.#totals(),
    ]);
    if (this.#missed !== undefined) return this.#missed;
    this.#pass.totals = totals;
    this.#join();
    return this.#finish();
  }

  #take(run: number, loaded: Loaded): void {
    if ("missed" in loaded) {
      if (this.#missed === undefined || this.#missed.run > run) this.#missed = { ...loaded, run };
      for (const go of this.#waiting.values()) go(false);
    } else {
      this.#reports[run] = loaded.report;
      this.#waiting.get(run)?.(true);
    }
    const { size } = this.#pass;
    const { steps, learned } = this.#given;
    steps.rows(Math.min(learned.sample.rows, ++this.#loaded * GROUP * size));
  }

  /** A run that was loaded again is what it was. */
  #compare(run: number, loaded: Loaded): void {
    const known = this.#reports[run];
    if (known === undefined) return; // the reading begins again, because of what it missed
    const isSame =
      "report" in loaded &&
      loaded.report.hashes.join() === known.hashes.join() &&
      loaded.report.rows.join() === known.rows.join();
    if (!isSame) throw this.#changed(run);
  }

  #changed(run: number): GlmError {
    const { name } = this.#given.learned.question.source;
    const from = run * GROUP * this.#pass.size;
    const message = `${name}: rows from ${from} on are not the same on two workers; expected one file on all machines, to which nobody writes during the fit`;
    return new GlmError("SOURCE_CHANGED", message, { from });
  }

  /** Sums that memory adds row by row: run after run, while later ones are loaded. */
  async #totals(): Promise<Totals> {
    let totals = NO_TOTALS;
    for (let run = 0; run < this.#count && this.#missed === undefined; run++) {
      if (this.#reports[run] === undefined) {
        const isThere = await new Promise<boolean>((resolve) => this.#waiting.set(run, resolve));
        this.#waiting.delete(run);
        if (!isThere) break;
      }
      totals = await this.#one({ about: "totals", before: totals }, run);
    }
    return totals;
  }

  /** The answer of one run. */
  async #one<T>(order: Order, run: number): Promise<T> {
    let found: T | undefined;
    await this.#given.holders.ask(order, [run], (_, answer) => {
      found = answer as T;
      return true;
    });
    return found!;
  }

  /** What the runs have reported, in their order. */
  #join(): void {
    const pass = this.#pass;
    this.#reports.forEach((report, run) => {
      const before = this.#reports[run - 1];
      if (before !== undefined && before.hashes[1] !== report.hashes[0]) throw this.#changed(run);
      pass.rows.push(...report.rows);
      pass.seen.add(report.seen.y, report.seen.rows);
      pass.weights = mergeWeights(pass.weights, report.weights);
      pass.hasTrials ||= report.hasTrials;
    });
  }

  async #finish(): Promise<Far> {
    const { learned, holders, most, onRead } = this.#given;
    const pass = this.#pass;
    const meaning = meaningIn(learned, pass);
    const { numbers } = meaning;
    const outcome = outcomeIn(pass, meaning);
    let facts = noFacts(outcome, numbers !== undefined);
    for (let run = 0; run < this.#count; run++)
      facts = await this.#one({ about: "facts", before: facts, numbers, classes: outcome.classes }, run);
    const has = this.#reports[0]!.vectors;
    const vectors: Partial<Record<VectorName, Float64Array>> = {};
    const vector = (name: VectorName): Float64Array => {
      const own = vectors[name];
      if (own === undefined) throw notHere(name);
      return own;
    };
    const encoded = finish(learned, pass, { meaning, facts, has, vector });
    const { rows, columns } = encoded.design;
    if (has.includes("trials") && rows * columns <= most) vectors.trials = await this.#trials(rows);
    const brought = ({ y, weight, offset }: RowsPart): void => {
      Object.assign(vectors, { y, ...(weight && { weight }), ...(offset && { offset }) });
    };
    const shared = { holders, cut: encoded.cut, group: GROUP, numbers, most, onRead, brought };
    const hire = (_: number, parameters: () => Uint8Array | undefined) => new FarCrew(shared, parameters);
    return { ...encoded, hire: Object.assign(hire, { cut: encoded.cut }) };
  }

  async #trials(rows: number): Promise<Float64Array> {
    const all = new Float64Array(rows);
    let at = 0;
    for (let run = 0; run < this.#count; run++) {
      for (const part of await this.#one<Float64Array[]>({ about: "trials" }, run)) {
        all.set(part, at);
        at += part.length;
      }
    }
    return all;
  }
}

function notHere(name: keyof Response): GlmError {
  const message = `${name} of all rows is asked for, and workers hold them; expected a fit that needs sums of rows only: leave the option "on" out`;
  return new GlmError("NOT_SUPPORTED", message, { vector: name });
}
