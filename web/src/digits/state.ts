// What the digits view knows and does.
import { batch, signal } from "@preact/signals";
import { askDigits } from "./client.js";
import type { FittedDigits, OpenedDigits, SetName, Strengths, Verdict } from "./messages.js";

const FILES: Readonly<Record<SetName, string>> = { small: "data/digits.csv", mnist: "data/mnist-5000.bin" };

/** The picture that is classified, and what it is if it is one of the set's. */
export interface Shown {
  readonly pixels: Float32Array;
  readonly label: string | undefined;
}

/** While another set is on its way. */
export const isOpening = signal(false);
export const opened = signal<OpenedDigits | undefined>(undefined);
export const strengths = signal<Strengths>({ rate: 0.5, lambda: 0.01 });
export const fitted = signal<FittedDigits | undefined>(undefined);
export const busy = signal<string | undefined>(undefined);
export const trouble = signal<string | undefined>(undefined);
export const shown = signal<Shown | undefined>(undefined);
export const verdict = signal<Verdict | undefined>(undefined);
/** The pixel that is looked at. */
export const pixel = signal<number | undefined>(undefined);

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export async function openDigits(set: SetName): Promise<void> {
  if (isOpening.value) return;
  batch(() => {
    isOpening.value = true;
    busy.value = set === "mnist" ? "fetching 6,000 digits, 0.9 MB" : "opening the digits";
    trouble.value = undefined;
  });
  clearTimeout(timer);
  try {
    const address = new URL(FILES[set], document.baseURI).href;
    const found = await askDigits({ kind: "open", set, address });
    batch(() => {
      opened.value = found;
      fitted.value = undefined;
      verdict.value = undefined;
      shown.value = undefined;
      pixel.value = undefined;
      held = -1;
    });
  } catch (cause) {
    trouble.value = `The digits were not opened: ${textOf(cause)}`;
    return;
  } finally {
    batch(() => {
      isOpening.value = false;
      busy.value = undefined;
    });
  }
  await fitNow();
  if (fitted.value !== undefined && shown.value === undefined) await nextDigit(false);
}

/** Whether an answer is still of what is chosen: the same set, the same strengths. */
const isOf = (set: OpenedDigits | undefined, { rate, lambda }: Strengths): boolean =>
  set === opened.value && rate === strengths.value.rate && lambda === strengths.value.lambda;

/** The fit itself. */
async function fitNow(): Promise<void> {
  const [set, asked] = [opened.value, strengths.value];
  busy.value = "fitting";
  try {
    const found = await askDigits({ kind: "fit", strengths: asked, isDraft: false });
    if (isOf(set, asked)) await take(found);
  } catch (cause) {
    if (isOf(set, asked) && textOf(cause) !== "stopped") trouble.value = `The digits were not fitted: ${textOf(cause)}`;
  } finally {
    if (isOf(set, asked) && !isOpening.value) busy.value = undefined;
  }
}

async function take(found: FittedDigits): Promise<void> {
  batch(() => {
    fitted.value = found;
    trouble.value = undefined;
  });
  await judge();
}

const REST = 250; // ms without a move before the fit itself
let timer: ReturnType<typeof setTimeout> | undefined;
let isDrafting = false;

/** A slider moves: drafts follow it, and the fit when it rests. */
export function slide(change: Partial<Strengths>): void {
  strengths.value = { ...strengths.value, ...change };
  busy.value = undefined;
  if (fitted.value !== undefined) void draft();
  clearTimeout(timer);
  timer = setTimeout(() => void fitNow(), REST);
}

async function draft(): Promise<void> {
  if (isDrafting) return;
  isDrafting = true;
  const set = opened.value;
  try {
    for (let done: Strengths | undefined; set === opened.value && (done === undefined || !isOf(set, done)); ) {
      done = strengths.value;
      performance.mark("digits-draft-asked");
      const found = await askDigits({ kind: "fit", strengths: done, isDraft: true });
      performance.measure("digits-draft", "digits-draft-asked");
      const isLate = fitted.value?.isDraft === false && isOf(set, fitted.value.strengths); // the fit was faster
      if (set === opened.value && !isLate) await take(found);
    }
  } catch (cause) {
    if (set === opened.value) trouble.value = `No draft: ${textOf(cause)}`;
  } finally {
    isDrafting = false;
  }
}

/** What the models say of the picture that is shown. */
async function judge(): Promise<void> {
  const asked = shown.value;
  if (asked === undefined || fitted.value === undefined) return;
  try {
    const found = await askDigits({ kind: "classify", pixels: asked.pixels });
    if (shown.value === asked) verdict.value = found;
  } catch (cause) {
    if (shown.value === asked) trouble.value = `Not classified: ${textOf(cause)}`;
  }
}

/** Another picture; none clears it. */
export function showPicture(next: Shown | undefined): void {
  batch(() => {
    shown.value = next;
    if (next === undefined) verdict.value = undefined;
  });
  void judge();
}

let held = -1;
/** The next held-out digit. */
export async function nextDigit(isDisputed: boolean): Promise<void> {
  const set = opened.value;
  try {
    const found = await askDigits({ kind: "digit", after: held, isDisputed });
    if (set !== opened.value) return;
    if (found === undefined) {
      trouble.value = "The two models name all held-out digits alike.";
      return;
    }
    held = found.index;
    trouble.value = undefined;
    showPicture({ pixels: found.pixels, label: found.label });
  } catch (cause) {
    if (set === opened.value) trouble.value = `No digit: ${textOf(cause)}`;
  }
}
