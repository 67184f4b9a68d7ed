import { refusal } from "../base/refusal.js";
import { GlmError, Model } from "../index.js";
import type { Batch, Outcome } from "./batch.js";
import { Fatal, type Hand, Lost } from "./hands.js";
import type { Group, GroupKey, Split } from "./split.js";

/** A group, and its model or why it has none. */
export interface GroupFit {
  readonly key: GroupKey;
  /** Rows of the group, among them those that its fit leaves out. */
  readonly rows: number;
  readonly model: Model | undefined;
  /** What `fit` would have thrown. */
  readonly error: Error | undefined;
}

/** Milliseconds of a batch: a message to a thread or through a broker then costs little beside it. */
const LEAST = 25;
/** Batches that may be done before the first of them is asked for, for each place. */
const AHEAD = 4;
/** Hands that may be lost with the same batch: it may be what ends them. */
const TRIES = 3;

/** The fits of all groups in their order, by several hands. `isOver` ends it between two groups. */
export async function* fitInOrder(
  split: Split,
  of: Omit<Batch, "groups">,
  hands: readonly Hand[],
  isOver: () => boolean,
): AsyncGenerator<GroupFit> {
  const { groups } = split;
  const free: Hand[] = hands.flatMap((hand) => Array.from({ length: hand.width }, () => hand));
  const most = AHEAD * free.length;
  const waiting: { readonly found: Promise<readonly GroupFit[]> }[] = [];
  const cost = { ms: 0, rows: 0 };
  const again: Task[] = [];
  let next = 0;
  let left = hands.length;

  const give = (hand: Hand, task: Task): void => {
    const batch = { ...of, groups: task.from.map(split.columnsOf) };
    hand.fit(batch).then(
      ({ outcomes, ms }) => {
        cost.ms += ms;
        for (const { rows } of task.from) cost.rows += rows.length;
        task.settle(task.from.map((group, k) => asFit(group, outcomes[k]!)));
        free.push(hand);
        fill();
      },
      (error: unknown) => {
        if (error instanceof Fatal) {
          free.push(hand);
          if (task.from.length > 1) again.push(...oneByOne(task));
          else task.settle(task.from.map((group) => asFit(group, { error: died(error.message) })));
        } else if (!(error instanceof Lost)) task.fail(error);
        else if (++task.tries >= TRIES || --left === 0)
          task.settle(task.from.map((group) => asFit(group, { error: died(error.message) })));
        else again.push(task);
        fill();
      },
    );
  };
  const size = (): number => {
    if (cost.ms === 0) return 1;
    const rows = (LEAST * cost.rows) / cost.ms;
    let [count, sum] = [0, 0];
    while (next + count < groups.length && (count === 0 || sum < rows)) sum += groups[next + count++]!.rows.length;
    return count;
  };
  const fill = (): void => {
    while (free.length > 0 && !isOver()) {
      const task = again.shift();
      if (task !== undefined) {
        give(free.pop()!, task);
        continue;
      }
      if (next >= groups.length || waiting.length >= most) return;
      const from = groups.slice(next, next + size());
      next += from.length;
      const found = new Promise<readonly GroupFit[]>((settle, fail) =>
        give(free.pop()!, { from, tries: 0, settle, fail }),
      );
      found.catch(() => {}); // it is told when its turn comes
      waiting.push({ found });
    }
  };
  try {
    fill();
    for (let head = waiting[0]; head !== undefined && !isOver(); head = waiting[0]) {
      const found = await head.found;
      waiting.shift();
      fill();
      yield* found;
    }
  } finally {
    await Promise.all(hands.map((hand) => hand.end()));
  }
}

/** A batch that is to be fitted. */
interface Task {
  readonly from: readonly Group[];
  tries: number;
  readonly settle: (found: readonly GroupFit[]) => void;
  readonly fail: (error: unknown) => void;
}

/** The groups of a batch as batches of their own, so that one of them does not take the others with it. */
function oneByOne({ from, settle, fail }: Task): Task[] {
  const found: GroupFit[] = [];
  let open = from.length;
  return from.map((group, k) => ({
    ...{ from: [group], tries: 0, fail },
    settle: ([own]) => {
      found[k] = own!;
      if (--open === 0) settle(found);
    },
  }));
}

const died = (reason: string): GlmError =>
  new GlmError(
    "WORKER_FAILED",
    `a worker ended while it fitted this group: ${reason}; fit the group alone to see why`,
    { reason },
  );

function asFit({ key, rows }: Group, found: Outcome): GroupFit {
  const head = { key, rows: rows.length };
  if ("error" in found) {
    const error = found.error instanceof Error ? found.error : refusal(found.error);
    return { ...head, model: undefined, error };
  }
  const model = found.model instanceof Model ? found.model : Model.fromJSON(found.model);
  return { ...head, model, error: undefined };
}
