/** Runs `work` in an engine without memory that threads share. */
export function withoutSharedMemory<T>(work: () => T): T {
  const engine = globalThis as { SharedArrayBuffer?: unknown };
  const { SharedArrayBuffer: usual } = engine;
  engine.SharedArrayBuffer = undefined;
  try {
    return work();
  } finally {
    engine.SharedArrayBuffer = usual;
  }
}
