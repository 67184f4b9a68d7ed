// The worker of the digits view: fits go on in slices, so that drawings and drafts are answered meanwhile.
import { load } from "dropglm";
import type { DigitsAnswers, DigitsOrder, FromDigits, Strengths, ToDigits } from "./messages.js";
import { inflate, readMnist, readSmall } from "./read.js";
import { Workshop } from "./workshop.js";

let shop: Workshop | undefined;
/** What runs now; it ends when something else is wanted. */
let running = new AbortController();
/** Settles when it has ended. */
let ended: Promise<unknown> = Promise.resolve();

const post = (message: FromDigits): void => postMessage(message);

self.onmessage = async ({ data: { id, order } }: MessageEvent<ToDigits>) => {
  try {
    post({ id, answer: await answerTo(order) });
  } catch (cause) {
    post({ id, error: cause instanceof Error ? cause.message : String(cause) });
  }
};

function ready(): Workshop {
  if (shop === undefined) throw new Error("no digits are open");
  return shop;
}

async function answerTo(order: DigitsOrder): Promise<DigitsAnswers[keyof DigitsAnswers]> {
  switch (order.kind) {
    case "open":
      return open(order);
    case "classify":
      return ready().classify(order.pixels);
    case "digit":
      return ready().digit(order.after, order.isDisputed);
    case "fit":
      return order.isDraft ? draft(order.strengths) : fitAnew(order.strengths);
  }
}

async function open({ set, address }: Extract<DigitsOrder, { kind: "open" }>): Promise<DigitsAnswers["open"]> {
  running.abort();
  const [response] = await Promise.all([fetch(address), load()]);
  if (!response.ok) throw new Error(`the digits were not found (${response.status})`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const read = set === "small" ? readSmall(new TextDecoder().decode(bytes)) : readMnist(await inflate(bytes));
  running.abort(); // a fit may have begun meanwhile
  await ended;
  shop?.dispose();
  shop = new Workshop(read);
  const classes = [...new Set(read.train.labels)].sort();
  return { set, side: read.side, rows: read.train.labels.length, held: read.held.labels.length, classes };
}

/** A slider moves: what runs now is of no use, and would be in the way. */
function draft(strengths: Strengths): DigitsAnswers["fit"] {
  running.abort();
  return ready().draft(strengths);
}

/** Stops what runs, fits, and then goes on with what drafts need. */
async function fitAnew(strengths: Strengths): Promise<DigitsAnswers["fit"]> {
  running.abort();
  const own = new AbortController();
  running = own;
  await ended;
  if (own.signal.aborted) throw new Error("stopped");
  const at = ready();
  const fitted = at.fit(strengths, own.signal);
  ended = fitted.then(() => at.fillIn(own.signal)).catch(() => undefined); // the answer below has the error of the fit; a rung that fails is a draft less
  return fitted;
}
