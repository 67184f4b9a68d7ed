// The page's worker, without a Worker.
import { readFileSync } from "node:fs";
import type { Answers, Given, Order, Progress, Spec } from "../../web/src/messages.js";
import { firstSpec } from "../../web/src/spec.js";
import { answer } from "../../web/src/worker/answer.js";
import { State } from "../../web/src/worker/state.js";

export const dataFile = (name: string): Given =>
  fileOf(name, readFileSync(new URL(`../../examples/data/${name}`, import.meta.url)));

export const fileOf = (name: string, bytes: Uint8Array): Given => ({
  name,
  file: new Blob([bytes as Uint8Array<ArrayBuffer>]) as File,
});

export const textOf = (name: string, text: string): Given => ({ name, text });

/** A worker that answers here; what it tells is kept. */
export class Here {
  readonly state = new State();
  readonly told: Progress[] = [];

  ask<K extends Order["kind"]>(
    order: Extract<Order, { kind: K }>,
    control = new AbortController(),
  ): Promise<Answers[K]> {
    const tell = (text: string, part?: number): void => {
      this.told.push({ text, part });
    };
    return answer(this.state, order, { tell, signal: control.signal });
  }

  /** Opens data, and gives the first spec with what is wished. */
  async open(given: Given, wish: Partial<Spec> = {}): Promise<Spec> {
    return firstSpec(await this.ask({ kind: "open", given }), wish);
  }

  fit(spec: Spec, isDraft = false): Promise<Answers["fit"]> {
    return this.ask({ kind: "fit", spec, isDraft });
  }
}

/** The worker with data open, and their first spec. */
export async function opened(given: Given, wish: Partial<Spec> = {}): Promise<[Here, Spec]> {
  const here = new Here();
  return [here, await here.open(given, wish)];
}
