// Where the slider is, and what a track has there. Nothing is fitted while it moves: steps are there, and between them lines.
import { signal } from "@preact/signals";
import type { Compared, Track } from "../messages.js";

/** From 0, no penalty, to 1, the strongest of each track. */
export const position = signal(0.4);

/** A row of numbers by step, at a position; linear between steps. */
export function between(rows: readonly (readonly number[])[], t: number): number[] {
  const [k, part] = stepAt(rows.length, t);
  const [from, to] = [rows[k]!, rows[Math.min(k + 1, rows.length - 1)]!];
  return from.map((value, j) => (part === 0 ? value : value + part * (to[j]! - value)));
}

export function betweenNumbers(values: readonly number[], t: number): number {
  const [k, part] = stepAt(values.length, t);
  const from = values[k]!;
  return part === 0 ? from : from + part * (values[Math.min(k + 1, values.length - 1)]! - from);
}

function stepAt(count: number, t: number): [number, number] {
  const at = Math.max(0, Math.min(1, t)) * (count - 1);
  const k = Math.min(Math.floor(at), count - 1);
  const part = at - k;
  return [k, part < 1e-9 ? 0 : part];
}

/** The strength itself: on a log axis between positive steps, linear beside 0. */
export function strengthAt({ method, strengths }: Track, t: number): number {
  const [k, part] = stepAt(strengths.length, t);
  const [from, to] = [strengths[k]!, strengths[Math.min(k + 1, strengths.length - 1)]!];
  if (part === 0) return from;
  if (method === "dropout" || from === 0) return from + part * (to - from);
  return from * (to / from) ** part;
}

export const placeOfStep = ({ strengths }: Track, step: number): number =>
  strengths.length < 2 ? 0 : step / (strengths.length - 1);

/** The columns whose coefficients are largest anywhere, at most `most`, in their order. */
export function tellingColumns({ tracks, names }: Compared, most: number): number[] {
  const size = names.map((_, j) => {
    // the unpenalized end may be far away, and says little: the middle of each track decides
    const all = tracks.flatMap(({ coefficients }) => {
      const at = Math.floor(coefficients.length / 3);
      return [Math.abs(coefficients[at]?.[j] ?? 0), Math.abs(coefficients.at(-1)?.[j] ?? 0)];
    });
    return Math.max(...all.filter(Number.isFinite), 0);
  });
  return names
    .map((_, j) => j)
    .sort((a, b) => size[b]! - size[a]!)
    .slice(0, most)
    .sort((a, b) => a - b);
}
