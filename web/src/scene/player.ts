// Plays frames one after the other, and moves smoothly from one to the next.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Frame } from "./frames.js";

export const prefersStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export interface Player {
  readonly at: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly go: (to: number) => void;
  readonly toggle: () => void;
  readonly setSpeed: (speed: number) => void;
}

/** Starts playing by itself, unless less motion is wanted: then it stands at the end, and moves by hand. */
export function usePlayer(frames: readonly Frame[], isSeen: boolean): Player {
  const last = frames.length - 1;
  const [place, setAt] = useState(() => (prefersStill() ? last : 0));
  const [isPlaying, setPlaying] = useState(() => !prefersStill());
  const [speed, setSpeed] = useState(1);
  const at = Math.min(place, last); // the steps of another rate may be fewer
  const stay = frames[at]!.stay;
  useEffect(() => {
    if (!isPlaying || !isSeen) return;
    if (at === last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => setAt(at + 1), stay / speed);
    return () => clearTimeout(timer);
  }, [at, isPlaying, isSeen, speed, stay, last]);
  const go = (to: number): void => {
    setPlaying(false);
    setAt(Math.min(Math.max(to, 0), last));
  };
  const toggle = (): void => {
    if (!isPlaying && at === last) setAt(0);
    setPlaying(!isPlaying);
  };
  return { at, isPlaying, speed, go, toggle, setSpeed };
}

const MOVE = 420; // ms from one frame to the next

/** Calls `paint` with t from 0 to 1 whenever `change` is another one; at once with 1 the first time and where less motion is wanted. */
export function useMotion(change: unknown, speed: number, paint: (t: number) => void): void {
  const latest = useRef(paint);
  latest.current = paint;
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current || prefersStill()) {
      isFirst.current = false;
      return;
    }
    const begun = performance.now();
    let request = 0;
    const move = (now: number): void => {
      const t = Math.min(Math.max(((now - begun) * speed) / MOVE, 0), 1);
      latest.current(1 - (1 - t) ** 3);
      if (t < 1) request = requestAnimationFrame(move);
    };
    request = requestAnimationFrame(move);
    return () => cancelAnimationFrame(request);
  }, [change]);
}

const QUIET = 4000; // ms between two sentences for a screen reader

/** The latest text, but not more often than a listener can follow. */
export function useSaid(text: string): string {
  const [said, setSaid] = useState("");
  const before = useRef(-QUIET);
  useEffect(() => {
    const wait = Math.max(400, before.current + QUIET - performance.now());
    const timer = setTimeout(() => {
      before.current = performance.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return said;
}
