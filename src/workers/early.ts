import type { Listener, Spawn, Thread } from "./spawn.js";

/**
 * Threads that start while this one still has work of its own. The `spawn` it returns hands them out first; `end` ends those that nobody
 * took. Where they cannot start, whoever asks for one gets the error.
 */
export function startEarly(count: number, spawn: Spawn): { readonly spawn: Spawn; readonly end: () => void } {
  const waiting: Early[] = [];
  try {
    for (let k = 0; k < count; k++) waiting.push(early(spawn));
  } catch {
    // `spawn` will say why
  }
  return {
    spawn: (listener) => {
      const first = waiting.shift();
      if (first === undefined) return spawn(listener);
      first.listen(listener);
      return first.thread;
    },
    end: () => {
      for (const { thread } of waiting.splice(0)) thread.end();
    },
  };
}

interface Early {
  readonly thread: Thread;
  readonly listen: (listener: Listener) => void;
}

function early(spawn: Spawn): Early {
  let listener: Listener | undefined;
  let end: Parameters<Listener["died"]> | undefined; // of a thread that ended before it was taken
  const thread = spawn({
    answer: (message) => listener?.answer(message),
    died: (...how) => {
      end ??= how;
      listener?.died(...how);
    },
  });
  return {
    thread,
    listen: (own) => {
      listener = own;
      const how = end;
      if (how !== undefined) queueMicrotask(() => own.died(...how));
    },
  };
}
