import { GlmError } from "../base/errors.js";
import { builtin } from "../base/host.js";
import { pack } from "../base/packed.js";
import { show } from "../base/show.js";
import type { Warning } from "../base/status.js";
import { ownVersion } from "../base/version.js";
import { folding, questionOf, readAnswer } from "../shard/answers.js";
import type { Asked, Crew, Hire } from "../shard/crew.js";
import type { Coordinates, Description } from "../shard/holding.js";
import type { Fingerprint } from "../source/fingerprint.js";
import { Journal } from "./journal.js";

// Work on a source that goes on after its program was ended. A fit is what follows from the answers of the rows, in the same order each time, so the answers
// are kept: who begins again gets those that are there, and asks the rows for the others. The bits are those of a fit that nobody ended.

/** Options that may differ when the work goes on: what they stop or show is not part of the result. */
const FREE = ["signal", "onProgress", "trace", "timeLimit", "folder", "checkpoint"];

/** What the holders of rows have to be told, beside questions: it is said again. */
const STATE: readonly (keyof Asked)[] = ["clear", "settle", "refill"];

/** What a file of answers is about. */
export interface About {
  readonly verb: string;
  readonly formula: string;
  /** The name of the source. */
  readonly source: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export class Checkpoint {
  readonly #journal: Journal;
  readonly #path: string;

  private constructor(journal: Journal, path: string) {
    this.#journal = journal;
    this.#path = path;
  }

  /** Opens the file of such work, or makes it; refuses that of other work. */
  static open(path: string, about: About): Checkpoint {
    if (typeof path !== "string" || path === "") {
      const message = `checkpoint is ${path === "" ? "empty" : show(path)}; expected the path of a file`;
      throw new GlmError("BAD_OPTION", message, { option: "checkpoint" });
    }
    const journal = Journal.open(path);
    const own = headOf(about);
    if (!journal.has("about")) journal.add("about", own);
    const found = journal.has("about") ? otherThan(own, journal.read("about") as typeof own) : undefined;
    if (found === undefined) return new Checkpoint(journal, path);
    journal.close(false);
    const message = `checkpoint ${path} is of other work (${found}); expected the same call as before: set another path, or remove the file to begin anew`;
    throw new GlmError("BAD_OPTION", message, { option: "checkpoint", path, differs: found });
  }

  /** After the first reading: refuses another content. `which`: the rows with labels, or those without. */
  check({ fingerprint, source }: Content, which: "rows" | "unlabeled"): void {
    const journal = this.#journal;
    const { rows, marks } = fingerprint.known;
    const own = { rows, marks: digestOf(marks) };
    if (!journal.has(which)) journal.add(which, own);
    const known = (journal.has(which) ? journal.read(which) : own) as typeof own;
    if (known.rows === rows && known.marks === own.marks) return;
    const message = `${source} has ${rows} rows, and is not what it was when checkpoint ${this.#path} began (${known.rows} rows); expected the same: remove the checkpoint to begin anew`;
    throw new GlmError("SOURCE_CHANGED", message, { before: known.rows, now: rows });
  }

  /** Holders whose answers are kept. `of`: whose rows they have. */
  recorded(hire: Hire, of: string): Hire {
    const journal = this.#journal;
    const recorded = (count: number, parameters: Given["parameters"]): Crew => {
      const own = hire(count, parameters);
      const { most, brought } = own;
      return Object.assign(new Recorded(own, { journal, of, parameters }), {
        ...(most !== undefined && { most }),
        ...(brought && { brought }),
      });
    };
    const { cut, cutUnlabeled } = hire;
    return Object.assign(recorded, { ...(cut && { cut }), ...(cutUnlabeled && { cutUnlabeled }) });
  }

  get warnings(): Warning[] {
    const { trouble } = this.#journal;
    if (trouble === undefined) return [];
    const message = `the checkpoint could not be written to (${trouble}); the fit went on without it`;
    return [{ code: "checkpoint", message, detail: { path: this.#path } }];
  }

  /** `isDone`: nothing is left to do, so the file goes. */
  close(isDone: boolean): void {
    this.#journal.close(isDone);
  }
}

/** What a reading has found. */
interface Content {
  readonly fingerprint: Fingerprint;
  /** The name of the source. */
  readonly source: string;
}

/** Does work with a checkpoint, if one is asked for: it goes when the work is done, and stays when that was stopped. */
export async function withCheckpoint<T>(
  path: string | undefined,
  about: About,
  isStopped: (found: T) => boolean,
  work: (checkpoint: Checkpoint | undefined) => Promise<T>,
): Promise<T> {
  const checkpoint = path === undefined ? undefined : Checkpoint.open(path, about);
  let isDone = false;
  try {
    const found = await work(checkpoint);
    isDone = !isStopped(found);
    return found;
  } finally {
    checkpoint?.close(isDone);
  }
}

interface Given {
  readonly journal: Journal;
  readonly of: string;
  readonly parameters: () => Uint8Array | undefined;
}

/** What holders have been told. */
interface Told {
  readonly description?: Description;
  readonly coordinates?: Coordinates;
  readonly isCleared?: boolean;
}

/** A crew whose answers are kept, by what they answer. */
class Recorded implements Crew {
  readonly runs: Crew["runs"];
  readonly end: Crew["end"];
  readonly #own: Crew;
  readonly #given: Given;
  #told: Told = {};
  /** Its digest. */
  #known: string | undefined;

  constructor(own: Crew, given: Given) {
    this.#own = own;
    this.#given = given;
    this.runs = own.runs;
    this.end = () => own.end();
  }

  hold: Crew["hold"] = (k, holding) => {
    this.#tell({ description: holding.description });
    this.#own.hold(k, holding);
  };

  answer: Crew["answer"] = async (asking, request) => {
    const question = questionOf(asking, request, this.#given.parameters());
    const name = this.#name("sums", question);
    const { journal } = this.#given;
    if (journal.has(name)) {
      folding(asking.exchange, question, 1)(journal.read(name) as Float64Array);
      return;
    }
    await this.#own.answer(asking, request);
    journal.add(name, readAnswer(asking.exchange, question));
  };

  each: Crew["each"] = (name, given) =>
    this.#asked(
      name,
      this.runs.map((_, k) => given(k)),
      () => this.#own.each(name, given),
    );

  all: Crew["all"] = (name, ...given) => this.#asked(name, given, () => this.#own.all(name, ...given));

  async #asked<K extends keyof Asked>(
    name: K,
    given: readonly unknown[],
    ask: () => Promise<ReturnType<Asked[K]>[]>,
  ): Promise<ReturnType<Asked[K]>[]> {
    if (STATE.includes(name)) {
      const said = await ask();
      if (name === "clear") this.#tell({ isCleared: true });
      if (name === "settle") this.#tell({ coordinates: given[0] as Coordinates });
      return said;
    }
    const full = this.#name(name, given);
    const { journal } = this.#given;
    if (journal.has(full)) return journal.read(full) as ReturnType<Asked[K]>[];
    const said = await ask();
    journal.add(full, said);
    return said;
  }

  #tell(more: Told): void {
    this.#told = { ...this.#told, ...more };
    this.#known = undefined;
  }

  /** Of an answer: by the question and all that it depends on. */
  #name(kind: string, question: unknown): string {
    this.#known ??= digestOf({ ...this.#told, runs: this.runs });
    return `${this.#given.of} ${kind} ${digestOf([this.#known, question])}`;
  }
}

/** What has to be the same, by name. */
function headOf({ verb, formula, source, options }: About): Readonly<Record<string, string>> {
  const own = Object.entries(options).filter(([name, value]) => value !== undefined && !FREE.includes(name));
  const texts = own.map(([name, value]) => [`option ${name}`, name === "on" ? "set" : textOf(value)] as const);
  return {
    version: ownVersion(),
    verb,
    formula,
    source,
    ...Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** What differs, in words. */
function otherThan(own: Readonly<Record<string, string>>, its: Readonly<Record<string, string>>): string | undefined {
  const name = [...new Set([...Object.keys(own), ...Object.keys(its)])].find((key) => own[key] !== its[key]);
  if (name === undefined) return undefined;
  const said = (text: string | undefined): string => (text === undefined ? "not set" : shortened(text));
  return `${name}: ${said(its[name])} there, ${said(own[name])} now`;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** A value as text that is another for another value; functions by their code. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, own: unknown) => {
    if (typeof own === "function") return String(own);
    if (typeof own === "number" && !Number.isFinite(own)) return String(own);
    if (own instanceof Map) return [...own];
    return ArrayBuffer.isView(own) ? digestOf(own) : own;
  });
}

function digestOf(data: unknown): string {
  return builtin<typeof import("node:crypto")>("node:crypto")!.createHash("sha256").update(pack(data)).digest("base64");
}
