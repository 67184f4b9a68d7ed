// What the worker remembers between orders: the open data, the last full fit, and what was computed before.
import type { Compared, Judged } from "../messages.js";
import type { Made } from "./fit.js";
import type { Held } from "./held.js";

/** Results that are kept for asking again. */
const KEPT = 40;

export class State {
  held: Held | undefined;
  /** The last full fit, or the saved model that was opened. */
  made: Made | undefined;
  /** The last fit, drafts among them: where the next draft starts. */
  near: Made | undefined;
  #opened = 0;
  readonly #known = new Map<string, Judged | Compared>();

  nextId(): number {
    this.#opened += 1;
    return this.#opened;
  }

  /** Other data: nothing of the earlier ones is kept. */
  open(held: Held): void {
    this.held = held;
    this.made = undefined;
    this.near = undefined;
    this.#known.clear();
  }

  get data(): Held {
    if (this.held === undefined) throw new Error("no data are open; open a file, or choose a data set");
    return this.held;
  }

  get model(): Made {
    if (this.made === undefined) throw new Error("nothing has been fitted yet; fit a model first");
    return this.made;
  }

  /** What was computed for the open data under this key, or what `compute` gives; a failure is not kept. */
  async once<T extends Judged | Compared>(key: unknown, compute: () => Promise<T>): Promise<T> {
    const { held } = this;
    const text = JSON.stringify([held?.id, key]);
    const known = this.#known.get(text);
    if (known !== undefined) return known as T;
    const found = await compute();
    if (this.held === held) this.#known.set(text, found);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value!);
    return found;
  }
}
