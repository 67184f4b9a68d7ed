import { IN_TURN } from "../shard/matrices.js";
import type { KernelExports } from "../wasm/kernel.js";
import { Control } from "./control.js";

/** What a thread needs to help in a memory that it shares. */
export interface Join {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly control: SharedArrayBuffer;
  /** Its number; 0 leads. */
  readonly thread: number;
  /** Address of a place of its own in memory. */
  readonly place: number;
}

/** Answers for partitions until it is dismissed. It does not return to the event loop meanwhile. */
export function help({ memory, module, control: buffer, thread, place }: Join, joined: () => void): void {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports; // the layouts were checked by who leads
  exports.lend(place);
  const control = new Control(buffer);
  control.join();
  joined();
  for (let seen = control.get("tick"); !control.isDismissed(); seen = control.awaitPass(seen)) {
    answerParts(control, exports, thread);
  }
}

/** Takes partitions as long as there are any. `patience`: milliseconds after which it gives up waiting for others; it returns false then. */
export function answerParts(control: Control, exports: KernelExports, thread: number, patience = Infinity): boolean {
  for (let k = control.claim(); k >= 0; k = control.claim()) {
    const request = control.get("request");
    const slot = (control.get("slots") >>> 0) + k * control.get("slotBytes");
    exports.answerPart(control.own(thread, "shard"), k, slot, control.own(thread, "matrix"), request);
    if ((request & IN_TURN) !== 0) {
      // added in turn by the threads that made them, as each has room for one
      if (!control.awaitTurn(k, patience) || !fold(control, exports, thread, k, slot, request)) return false;
    }
    control.finish(thread);
  }
  return true;
}

/** Adds the answer of partition k to the sums. False if the thread was dismissed before it began. */
function fold(
  control: Control,
  exports: KernelExports,
  thread: number,
  k: number,
  slot: number,
  request: number,
): boolean {
  control.setOwn(thread, "isFolding", 1);
  const isGone = control.isDismissed();
  if (!isGone) {
    const exchange = control.get("exchange") >>> 0;
    exports.foldPart(exchange, slot, k, control.parts, request);
    control.passTurn();
  }
  control.setOwn(thread, "isFolding", 0);
  return !isGone;
}
