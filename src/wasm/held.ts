import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import type { Kernel } from "./kernel.js";
import type { Placed } from "./placed.js";
import { type OpenScope, openScope, openScopeOf, type Scope, withScope } from "./scope.js";

// Designs that stay in the memory of a kernel of their own, below all that a fit reserves there. Nothing changes X in that place.

/** What is in that memory. */
interface Contents {
  readonly kernel: Kernel;
  readonly placed: Placed;
  /** Means and standard deviations of the columns, without weights: nobody changes them. */
  readonly moments: { readonly mean: Float64Array; readonly sd: Float64Array };
}

/** The memory of one design: in use by one piece of work, idle, or given up. */
export class Held {
  /** Undefined when it was disposed. Only a scope keeps the kernel besides, to the end of its work; then the collector frees it. */
  #contents: Contents | undefined;
  #isBusy = false;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  get isDisposed(): boolean {
    return this.#contents === undefined;
  }

  get contents(): Contents {
    if (this.#contents === undefined) throw disposed("x");
    return this.#contents;
  }

  /** The entries, read from that memory as long as it is there. */
  get entries(): Design["entries"] {
    const { placed } = this.contents;
    const { kind } = placed.entries;
    if (kind === "coded") return placed.entries;
    if (kind === "dense") {
      const { single, layout } = placed.entries;
      return { kind, single, layout, write: (target) => this.#now(kind).write(target) };
    }
    const { count, writeRows } = placed.entries;
    return {
      kind,
      count,
      write: (...to) => this.#now(kind).write(...to),
      writeRows: writeRows && ((...to) => this.#now(kind).writeRows!(...to)),
    };
  }

  #now<K extends Design["entries"]["kind"]>(_: K): Extract<Design["entries"], { kind: K }> {
    return this.contents.placed.entries as Extract<Design["entries"], { kind: K }>;
  }

  /** A scope on its kernel; undefined while other work is there. */
  open(): OpenScope | undefined {
    const { kernel } = this.contents;
    if (this.#isBusy) return undefined;
    this.#isBusy = true;
    return openScopeOf(kernel, () => {
      this.#isBusy = false;
    });
  }

  dispose(): void {
    this.#contents = undefined;
  }
}

/** By the design itself: one that is made of another, with other names or columns, is not held. */
const HELD = new WeakMap<Design, Held>();

/** Remembers that a design is held. */
export function hold(design: Design, held: Held): void {
  HELD.set(design, held);
}

export function isHeld(design: Design): boolean {
  return HELD.has(design);
}

/** Refuses a design whose memory is given up. */
export function refuseDisposed(design: Design, what: string): void {
  if (HELD.get(design)?.isDisposed) throw disposed(what);
}

function disposed(what: string): GlmError {
  const message = `${what} is a prepared design that was disposed; expected one in use: call prepare() again, or dispose it after the last fit`;
  return new GlmError("BAD_VALUE", message, {});
}

/** What the kernel of a scope holds of a design, if it holds it. */
export function heldIn({ kernel }: Scope, design: Design): Contents | undefined {
  const contents = HELD.get(design)?.contents;
  return contents?.kernel === kernel ? contents : undefined;
}

/** A scope on the kernel that holds the design, if it is idle; else on another one. */
export function openScopeFor(design: Design): OpenScope {
  return HELD.get(design)?.open() ?? openScope();
}

/** Runs `work` there. */
export function withScopeFor<T>(design: Design, work: (scope: Scope) => T): T {
  return withScope(work, openScopeFor(design));
}
