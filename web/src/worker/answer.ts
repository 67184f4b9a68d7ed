// Answers every order. What fails or is stopped leaves everything as it was.
import type { Answers, Order } from "../messages.js";
import { compared } from "./compare.js";
import { describe } from "./describe.js";
import { effectOf } from "./effect.js";
import { fitted, steps } from "./fit.js";
import { reopened } from "./import.js";
import { judged } from "./judge.js";
import { predicted } from "./predict.js";
import { read } from "./read.js";
import type { State } from "./state.js";
import { told } from "./told.js";
import { checkWanted, type Tools } from "./tools.js";

export async function answer<K extends Order["kind"]>(
  state: State,
  order: Extract<Order, { kind: K }>,
  tools: Tools,
): Promise<Answers[K]> {
  try {
    const found = await answerOf(state, order, tools);
    checkWanted(tools);
    return found as Answers[K];
  } catch (cause) {
    checkWanted(tools); // whatever an interrupted part says
    throw cause;
  }
}

async function answerOf(state: State, order: Order, tools: Tools): Promise<Answers[keyof Answers]> {
  switch (order.kind) {
    case "open": {
      const held = await read(order.given, state.nextId(), tools);
      const opened = await describe(held, {}, tools);
      checkWanted(tools);
      state.open(held);
      return opened;
    }
    case "retype":
      return describe(state.data, order.types, tools);
    case "fit": {
      const { held } = state;
      const made = await fitted(state.data, order.spec, order.isDraft, state.near, tools);
      const found = told(made);
      if (state.held !== held) return found;
      state.near = made;
      if (!order.isDraft) state.made = made;
      return found;
    }
    case "judge":
      return state.once(["judge", order.spec], () => judged(state.data, order.spec, tools));
    case "effect":
      return effectOf(state.model, order.term);
    case "predict":
      return predicted(state.model, order.row);
    case "compare":
      return state.once(["compare", comparable(order)], () => compared(state.data, order.spec, order.plane, tools));
    case "import": {
      const { made, fitted: shown } = await reopened(order.name, order.text);
      state.made = made;
      state.near = undefined;
      return shown;
    }
    case "steps":
      return steps(state.data, order.spec, tools);
  }
}

/** What a comparison depends on: the models go along their own strengths, whatever those of the spec are. */
function comparable({ spec, plane }: Extract<Order, { kind: "compare" }>): unknown {
  const { noise: _, rate: __, penalty: ___, lambda: ____, ...rest } = spec;
  return [rest, plane];
}
