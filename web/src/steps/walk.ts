// Which step is looked at, and the play of all of them.
import { useEffect, useState } from "preact/hooks";

export interface Walk {
  readonly at: number;
  readonly isPlaying: boolean;
  readonly go: (k: number) => void;
  readonly step: (by: number) => void;
  readonly toggle: () => void;
}

const PACE = 900; // ms a step

/** Begins at the end, where the whole walk is seen. Playing from the end begins anew. */
export function useWalk(count: number): Walk {
  const [at, setAt] = useState(count - 1);
  const [isPlaying, setPlaying] = useState(false);
  const within = (k: number): number => Math.max(0, Math.min(count - 1, k));
  useEffect(() => {
    setAt(count - 1);
    setPlaying(false);
  }, [count]);
  useEffect(() => {
    if (!isPlaying) return;
    if (at >= count - 1) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => setAt(at + 1), PACE);
    return () => clearTimeout(timer);
  }, [isPlaying, at, count]);
  return {
    at: within(at),
    isPlaying,
    go: (k) => {
      setPlaying(false);
      setAt(within(k));
    },
    step: (by) => {
      setPlaying(false);
      setAt(within(at + by));
    },
    toggle: () => {
      if (!isPlaying && at >= count - 1) setAt(0);
      setPlaying(!isPlaying);
    },
  };
}
