import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { type Held, hold, refuseDisposed } from "../wasm/held.js";
import { made } from "./made.js";
import { isNamed } from "./names.js";

declare global {
  /** As in the library of TypeScript since 5.2, for projects that compile with an older one. */
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Designs by what `prepare` returned. */
const DESIGNS = new WeakMap<object, Design>();

/** X in the memory of the kernel, made by `prepare()`. It stays there until it is disposed, or until nobody refers to it any more. */
export class Prepared {
  readonly kind = "prepared";
  readonly rows: number;
  readonly columns: number;
  /** Undefined if x had none. */
  readonly names: readonly string[] | undefined;
  /** Gives the memory up, as `dispose`. It is missing where the engine has no `Symbol.dispose`. */
  declare readonly [Symbol.dispose]: () => void;
  readonly #free: () => void;

  /** @internal */
  constructor(rows: number, columns: number, names: readonly string[] | undefined, free: () => void) {
    this.rows = rows;
    this.columns = columns;
    this.names = names;
    this.#free = free;
    const { dispose } = Symbol as { dispose?: symbol };
    if (dispose !== undefined) Object.defineProperty(this, dispose, { value: () => this.dispose() });
    made(this);
  }

  /**
   * Gives the memory up. Work that runs in it goes on to its end, and the memory is given up then. Every later use of the design is refused.
   */
  dispose(): void {
    this.#free();
  }
}

/** What stands for a design that is held. */
export function preparedOf(design: Design, held: Held): Prepared {
  const { rows, columns, names } = design;
  const prepared = new Prepared(rows, columns, isNamed(design) ? names : undefined, () => held.dispose());
  hold(design, held);
  DESIGNS.set(prepared, design);
  return prepared;
}

/** What stands for a design whose rows are neither here nor in the kernel: others hold them. */
export function standFor(design: Design): Prepared {
  const stand = new Prepared(design.rows, design.columns, design.names, () => {});
  DESIGNS.set(stand, design);
  return stand;
}

/** The design that an object stands for; refuses one that was disposed, and objects that only look like one, such as a clone. */
export function preparedDesign(x: object, what: string): Design {
  const design = DESIGNS.get(x);
  if (design === undefined) {
    const message = `${what} is a copy of a prepared design, or of another copy of dropglm; expected what prepare() returned: memory of the kernel cannot be copied`;
    throw new GlmError("BAD_VALUE", message, {});
  }
  refuseDisposed(design, what);
  return design;
}
