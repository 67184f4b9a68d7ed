// What the page knows, and what it does. Every result carries the key of the data and the spec it belongs to, so that nothing is shown
// under another name.
import { batch, computed, signal } from "@preact/signals";
import { addressOf, placeOf, VIEW_NAMES, type ViewName } from "./address.js";
import { ask, stopAll } from "./ask.js";
import type { Call } from "./client.js";
import type { Fitted, Given, Judged, Opened, Spec } from "./messages.js";
import { setById } from "./sets.js";
import { firstSpec, withResponse } from "./spec.js";

export { ask, work } from "./ask.js";

/** A result, and what it is of. */
export interface Keyed<T> {
  readonly key: string;
  readonly value: T;
}

export const view = signal<ViewName>("start");
export const opened = signal<Opened | undefined>(undefined);
/** Id of one of the page's own data sets; undefined for a visitor's file. */
export const set = signal<string | undefined>(undefined);
export const spec = signal<Spec | undefined>(undefined);
/** A saved model that was opened; it is shown in place of a fit until data are opened or chosen. */
export const saved = signal<Fitted | undefined>(undefined);
/** The last request that failed or was stopped, and how to try again. */
export const trouble = signal<{ readonly text: string; readonly again?: () => void } | undefined>(undefined);
/** A line for the reader of the screen: copied, saved. */
export const said = signal("");

export const key = computed(() =>
  opened.value === undefined || spec.value === undefined ? "" : `${opened.value.id} ${JSON.stringify(spec.value)}`,
);

/** The same without the strengths: while a slider is dragged, a draft of a strength that was passed is shown until the next one is there. */
const track = computed(() => {
  if (opened.value === undefined || spec.value === undefined) return "";
  return `${opened.value.id} ${JSON.stringify({ ...spec.value, rate: 0, lambda: 0 })}`;
});
const isDragged = signal(false);

const lastFit = signal<Keyed<Fitted> | undefined>(undefined);
const lastDraft = signal<Keyed<Fitted> | undefined>(undefined);
const lastJudged = signal<Keyed<Judged> | undefined>(undefined);

/** The fit of what is chosen now, or a draft of it, or the saved model; undefined while there is none. */
export const fitted = computed<Fitted | undefined>(() => {
  if (saved.value !== undefined) return saved.value;
  if (lastFit.value?.key === key.value) return lastFit.value.value;
  const draft = lastDraft.value;
  return draft !== undefined && isDragged.value && draft.key === track.value ? draft.value : undefined;
});
/** Of a whole fit: what its answers are kept by. It stays while the next choice is on its way, so that a dragged slider asks for nothing more. */
export const fitName = ({ savedFrom, spec: of }: Fitted): string =>
  `${savedFrom ?? opened.value?.id} ${JSON.stringify(of)}`;
/** Name of what is shown: of the data, or of the saved model in their place. */
export const shownName = computed(() =>
  view.value === "finding" && saved.value !== undefined ? saved.value.savedFrom : opened.value?.name,
);
export const judged = computed(() => (lastJudged.value?.key === key.value ? lastJudged.value.value : undefined));

const STOPPED = /^stopped/;

/** Says why something was not done; `again` does it once more. */
export function complain(cause: unknown, what: string, again?: () => void): void {
  const text = cause instanceof Error ? cause.message : String(cause);
  const sentence = STOPPED.test(text) ? `${what}: stopped` : `${what}: ${text}`;
  isOfFit = false;
  trouble.value = again === undefined ? { text: sentence } : { text: sentence, again };
}

/** Opens data. If it fails, everything that was open stays, under its own name. */
export async function open(
  given: Given,
  id: string | undefined,
  wish: Partial<Spec> = {},
  to?: ViewName,
): Promise<void> {
  stopAll();
  turn += 1;
  const asked = turn;
  try {
    const read = await ask({ kind: "open", given }, `opening ${given.name}`);
    if (turn !== asked) return;
    const types = firstSpec(read, wish).types;
    const next =
      Object.keys(types).length === 0 ? read : await ask({ kind: "retype", types }, "reading the columns anew");
    if (turn !== asked) return;
    batch(() => {
      opened.value = next;
      set.value = id;
      saved.value = undefined;
      trouble.value = undefined;
      spec.value = firstSpec(next, wish);
      view.value = to ?? (view.value === "start" ? "data" : view.value);
    });
    performance.mark("opened");
    remember();
    await refit();
  } catch (cause) {
    if (turn !== asked) return;
    complain(cause, `${given.name} was not opened`, () => void open(given, id, wish, to));
    if (spec.value !== undefined && fitted.value === undefined) await refit(); // its fit was stopped for the new data
  }
}
let turn = 0;

export async function openSet(id: string, wish: Partial<Spec> = {}, to?: ViewName): Promise<void> {
  const one = setById(id);
  await open(one.given(), one.id, { ...one.spec, ...wish }, to ?? "finding");
}

/** A file that was dropped or chosen: a table, or a saved model. */
export async function openFile(file: File): Promise<void> {
  const isModel = /\.json$/i.test(file.name) && /"format"\s*:\s*"dropglm/.test(await file.slice(0, 4096).text());
  if (!isModel) return open({ name: file.name, file }, undefined, takeWish(), "data");
  try {
    const model = await ask({ kind: "import", name: file.name, text: await file.text() }, `opening ${file.name}`);
    turn += 1;
    batch(() => {
      saved.value = model;
      trouble.value = undefined;
      view.value = "finding";
    });
    remember();
  } catch (cause) {
    complain(cause, `${file.name} was not opened`, () => void openFile(file));
  }
}

/** Held-out judgement of what is no longer chosen. */
let judging: Call<unknown> | undefined;
let judgingKey: string | undefined;

/** Back to the data that were open before a saved model was. */
export function leaveSaved(): void {
  saved.value = undefined;
  remember();
  if (fitted.value === undefined) void refit();
}

/** Changes the choice; a draft is fitted while a slider moves. */
export function choose(change: Partial<Spec>, isDraft = false): void {
  if (spec.value === undefined) return;
  batch(() => {
    spec.value = { ...spec.value!, ...change };
    saved.value = undefined;
    isDragged.value = isDraft;
  });
  judging?.cancel();
  remember();
  void refit(isDraft);
}

/** Whether what went wrong was a fit, which the next good fit takes away. */
let isOfFit = false;
let isFitting = false;
let waiting: { readonly isDraft: boolean } | undefined;

/** Fits the choice; while one fit runs, only the latest choice waits. */
export async function refit(isDraft = false): Promise<void> {
  waiting = { isDraft };
  if (isFitting) return;
  isFitting = true;
  while (waiting !== undefined) {
    const { isDraft: draft }: { readonly isDraft: boolean } = waiting;
    waiting = undefined;
    await fitOnce(draft);
  }
  isFitting = false;
}

async function fitOnce(isDraft: boolean): Promise<void> {
  const [asked, of, along] = [key.value, spec.value, track.value];
  if (of === undefined || saved.value !== undefined) return;
  performance.mark("fit-asked");
  try {
    const value = await ask({ kind: "fit", spec: of, isDraft }, "fitting");
    batch(() => {
      if (isDraft) lastDraft.value = { key: along, value };
      else lastFit.value = { key: asked, value };
      if (asked === key.value && !isDraft && isOfFit) trouble.value = undefined;
    });
    requestAnimationFrame(() => performance.measure(isDraft ? "draft" : "fit", "fit-asked"));
  } catch (cause) {
    if (asked !== key.value) return;
    complain(cause, `${of.response} was not fitted`, () => void refit());
    isOfFit = true;
  }
}

/** Held-out rows, once for each choice. */
export async function judge(): Promise<void> {
  const [asked, of] = [key.value, spec.value];
  const isKnown = lastJudged.value?.key === asked || judgingKey === asked;
  if (of === undefined || saved.value !== undefined || isKnown) return;
  judgingKey = asked;
  try {
    const value = await ask({ kind: "judge", spec: of }, "judging on held-out rows", (call) => {
      judging = call;
    });
    lastJudged.value = { key: asked, value };
  } catch (cause) {
    if (asked === key.value) complain(cause, "held-out rows were not judged", () => void judge());
  } finally {
    if (judgingKey === asked) judgingKey = undefined;
  }
}

/** Kinds of columns; the table is described anew, and a response of another kind gets another family. */
export async function retype(types: Spec["types"]): Promise<void> {
  const of = opened.value?.id;
  try {
    const next = await ask({ kind: "retype", types }, "reading the columns anew");
    if (opened.value === undefined || opened.value.id !== of || spec.value === undefined) return;
    const kindOf = (columns: Opened["columns"]) => columns.find(({ name }) => name === spec.value?.response)?.kind;
    const isOther = kindOf(next.columns) !== kindOf(opened.value.columns);
    const now: Spec = { ...spec.value, types };
    batch(() => {
      opened.value = next;
      spec.value = isOther ? { ...now, ...withResponse(now, next, now.response) } : now;
    });
    remember();
    await refit();
  } catch (cause) {
    complain(cause, "the kind was not changed");
  }
}

export function show(name: ViewName): void {
  view.value = name;
  remember();
}

/** The address of what is shown; that of a saved model names its file, and not the data that were open before. */
function remember(): void {
  const model = saved.value?.savedFrom;
  const shown =
    model === undefined
      ? { set: set.value, file: set.value === undefined ? opened.value?.name : undefined, spec: spec.value }
      : { set: undefined, file: model, spec: undefined };
  history.replaceState(undefined, "", addressOf({ ...shown, view: view.value }));
}

/** Opens what the address names. */
export function start(): void {
  const place = placeOf(location.hash);
  const known = VIEW_NAMES.find((name) => name === place.view);
  if (place.set !== undefined) void openSet(place.set, place.spec, known);
  else if (place.file !== undefined) {
    batch(() => {
      view.value = "start";
      trouble.value = {
        text: `This link is to a view of ${place.file}, a file on somebody's own machine: a link holds no data. Open the file here to see it.`,
      };
    });
    wished = place.spec;
  } else view.value = known === "digits" ? "digits" : "start";
}
/** The spec of a link to a file, for when the file is opened. */
let wished: Partial<Spec> | undefined;
export const takeWish = (): Partial<Spec> => {
  const found = wished ?? {};
  wished = undefined;
  return found;
};
