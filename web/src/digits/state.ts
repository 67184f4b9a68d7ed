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
  busy.value = set === "mnist" ? "fetching 6,000 digits, 0.9 MB" : "opening the digits";
  trouble.value = undefined;
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
    await fitNow();
    if (shown.value === undefined) await nextDigit(false);
  } catch (cause) {
    if (textOf(cause) !== "stopped") trouble.value = `The digits were not opened: ${textOf(cause)}`;
  } finally {
    busy.value = undefined;
  }
}

const isNow = ({ rate, lambda }: Strengths): boolean =>
  rate === strengths.value.rate && lambda === strengths.value.lambda;

/** The fit itself. */
async function fitNow(): Promise<void> {
  const asked = strengths.value;
  busy.value = "fitting";
  try {
    const found = await askDigits({ kind: "fit", strengths: asked, isDraft: false });
    if (isNow(asked)) await take(found);
  } catch (cause) {
    if (textOf(cause) !== "stopped") trouble.value = `The digits were not fitted: ${textOf(cause)}`;
  } finally {
    if (isNow(asked)) busy.value = undefined;
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
  try {
    for (let done: Strengths | undefined; done === undefined || !isNow(done); ) {
      done = strengths.value;
      performance.mark("digits-draft-asked");
      const found = await askDigits({ kind: "fit", strengths: done, isDraft: true });
      performance.measure("digits-draft", "digits-draft-asked");
      if (fitted.value?.isDraft === false && isNow(fitted.value.strengths)) break; // the fit was faster
      await take(found);
    }
  } catch (cause) {
    trouble.value = `No draft: ${textOf(cause)}`;
  } finally {
    isDrafting = false;
  }
}

/** What the models say of the picture that is shown. */
async function judge(): Promise<void> {
  const asked = shown.value;
  if (asked === undefined || fitted.value === undefined) return;
  const found = await askDigits({ kind: "classify", pixels: asked.pixels });
  if (shown.value === asked) verdict.value = found;
}

/** Another picture; none clears it. */
export function showPicture(next: Shown | undefined): void {
  batch(() => {
    shown.value = next;
    if (next === undefined) verdict.value = undefined;
  });
  judge().catch((cause: unknown) => {
    trouble.value = `Not classified: ${textOf(cause)}`;
  });
}

let held = -1;
/** The next held-out digit. */
export async function nextDigit(isDisputed: boolean): Promise<void> {
  const found = await askDigits({ kind: "digit", after: held, isDisputed });
  if (found === undefined) {
    trouble.value = "The two models name all held-out digits alike.";
    return;
  }
  held = found.index;
  trouble.value = undefined;
  showPicture({ pixels: found.pixels, label: found.label });
}
