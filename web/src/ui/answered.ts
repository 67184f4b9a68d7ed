import { useEffect, useState } from "preact/hooks";

export interface Answered<T> {
  readonly value?: T;
  readonly error?: string;
  /** Asks once more, after a failure or a stop. */
  readonly again: () => void;
}

/** The answer to a question that is asked anew when `key` changes; answers to earlier keys are dropped. */
export function useAnswer<T>(key: string | undefined, question: () => Promise<T>): Answered<T> {
  const [state, setState] = useState<{ readonly value?: T; readonly error?: string; readonly key?: string }>({});
  const [turn, setTurn] = useState(0);
  const again = (): void => {
    setState({});
    setTurn(turn + 1);
  };
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    question().then(
      (value) => isCurrent && setState({ key, value }),
      (cause) => isCurrent && setState({ key, error: cause instanceof Error ? cause.message : String(cause) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, turn]);
  return { ...(state.key === key && key !== undefined ? state : {}), again };
}
