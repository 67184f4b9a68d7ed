import { checkOneOf } from "../base/check.js";
import { show } from "../base/show.js";
import { type FitOptions, GlmError, load, type TableInput, type WithTable } from "../index.js";
import { cores, spawnAt } from "../workers/spawn.js";
import { GroupFits } from "./fits.js";
import { type Hand, HERE, threadHand } from "./hands.js";
import { splitTable } from "./split.js";
import { fitInOrder, type GroupFit } from "./work.js";

/** Other machines, as `bullmq()` of `dropglm/cluster` makes them. */
export interface Site {
  readonly open: () => Promise<Hand>;
}

/** Options of `fitGroups`: those of `fit`, and how to group. Options with a value per row name columns. */
export interface GroupOptions extends Omit<WithTable<FitOptions>, "onProgress" | "trace" | "workerUrl"> {
  /** The column whose values are the groups, or several columns. */
  readonly by: string | readonly string[];
  /** Number of threads, this one among them, or "auto": one per core. Default: one. They share the groups; the results are the same. */
  readonly workers?: number | "auto" | undefined;
  /** The address of groups-worker.mjs of this package, where a bundler did not find it. */
  readonly workerUrl?: string | URL | undefined;
  /** Where to fit instead: `bullmq({ url })` of `dropglm/cluster`. */
  readonly on?: Site | undefined;
  /** Called after each group, in their order. */
  readonly onProgress?: ((progress: { readonly done: number; readonly groups: number }) => void) | undefined;
}

/** Work on groups: `await` it for all of them, or loop over it with `for await`, which keeps none. */
export interface GroupRun extends AsyncIterable<GroupFit>, PromiseLike<GroupFits> {}

/**
 * Fits the same model to every group of rows: one for each store, sensor or patient. Thousands of them take little more than the sum of their fits.
 *
 * The model of a group is that of `fit(formula, rows of the group, options)`, bit for bit, whoever computes it: a group has levels, standardization and
 * grid of its own. **An error is a result**: a group that `fit` would refuse has `error` and no model, and the others go on.
 *
 * @param formula  As in `fit`.
 * @param table    As in `fit`. Rows whose cell of `by` is missing are left out and counted.
 * @param options  See GroupOptions. Options per row (weights, offset, ...) are names of columns.
 * @returns  What can be awaited, as GroupFits, or iterated by `for await`, group after group, in the order of their first rows.
 * @throws GlmError for options that no group could be fitted with, before a fit; a wrong formula is an error of every group.
 *
 * @example
 * const table = { store: ["a", "a", "a", "b", "b", "b"], price: [1, 2, 3, 1, 2, 3], sold: [9, 7, 6, 4, 4, 1] };
 * const fits = await fitGroups("sold ~ price", table, { by: "store", family: "poisson" });
 * fits.get("a")?.model?.coefficients;
 * fits.toTable(); // [{ store: "a", term: "(intercept)", estimate: ... }, ...]
 */
export function fitGroups(formula: string, table: TableInput, options: GroupOptions): GroupRun {
  if (typeof formula !== "string") {
    throw new GlmError("BAD_SHAPE", `formula is ${show(formula)}; expected text, as "sold ~ price"`, {});
  }
  if (typeof options !== "object" || options === null) {
    throw new GlmError(
      "BAD_OPTION",
      `options is ${show(options)}; expected an object with by, the column of the groups`,
      {},
    );
  }
  const { by, workers, workerUrl, on, onProgress, signal, ...rest } = options;
  const asked = { workers, workerUrl, on };
  const own = plainOptions(rest);
  checkHands(asked);
  const split = splitTable(table, by, `${formula} ${JSON.stringify(own)}`);
  let end: GroupFits["end"] = "complete";
  async function* work(): AsyncGenerator<GroupFit> {
    const hands = await openHands(asked, split.groups.length);
    let done = 0;
    for await (const fit of fitInOrder(split, { formula, options: own }, hands, () => signal?.aborted === true)) {
      done++;
      onProgress?.({ done, groups: split.groups.length });
      yield fit;
    }
    if (done < split.groups.length) end = "aborted";
  }
  const all = async (): Promise<GroupFits> => {
    const fits: GroupFit[] = [];
    for await (const fit of work()) fits.push(fit);
    return new GroupFits(fits, by, split.leftOut, end);
  };
  return {
    [Symbol.asyncIterator]: work,
    // biome-ignore lint/suspicious/noThenProperty: it is awaited or iterated, whichever its caller wants
    then: (resolve, reject) => all().then(resolve, reject),
  };
}

/** Options that another thread or machine can have: no functions, no vectors per row. */
function plainOptions(options: object): WithTable<FitOptions> {
  for (const [key, value] of Object.entries(options)) {
    if (typeof value === "function") {
      throw new GlmError("NOT_SUPPORTED", `fitGroups: ${key} is a function; expected options that are data`, { key });
    }
    if (PER_ROW.includes(key) && value !== undefined && typeof value !== "string") {
      throw new GlmError("BAD_OPTION", `${key} is ${show(value)}; expected the name of a column: rows are grouped`, {
        key,
      });
    }
  }
  return options as WithTable<FitOptions>;
}

const PER_ROW: readonly string[] = ["weights", "offset", "exposure", "trials", "unlabeled"];

interface Asked {
  readonly workers: GroupOptions["workers"];
  readonly workerUrl: GroupOptions["workerUrl"];
  readonly on: Site | undefined;
}

function checkHands({ workers, on }: Asked): void {
  if (on !== undefined && workers !== undefined) {
    throw new GlmError("BAD_OPTION", "on and workers together; expected one: machines have workers of their own", {});
  }
  if (on !== undefined && typeof (on as Partial<Site>).open !== "function") {
    throw new GlmError("BAD_OPTION", `on is ${show(on)}; expected bullmq({ url }) of dropglm/cluster`, {});
  }
  if (workers === undefined || workers === "auto" || (Number.isInteger(workers) && workers >= 1 && workers <= 256))
    return;
  if (typeof workers === "string") checkOneOf("workers", workers, ["auto"]);
  throw new GlmError("BAD_OPTION", `workers is ${show(workers)}; expected a whole number from 1 to 256, or "auto"`, {});
}

async function openHands({ workers, workerUrl, on }: Asked, groups: number): Promise<Hand[]> {
  if (on !== undefined) return [await on.open()];
  await load();
  const count = Math.min(groups, workers === "auto" ? cores() : (workers ?? 1));
  const spawn = spawnAt(workerUrl ?? new URL("./groups-worker.mjs", import.meta.url));
  return [HERE, ...Array.from({ length: count - 1 }, () => threadHand(spawn))];
}
