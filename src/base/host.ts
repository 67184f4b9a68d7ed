interface Host {
  readonly process?: { getBuiltinModule?: (name: string) => unknown };
  /** Vercel's edge runtime, as in Next: there what Node has is something that throws when it is called. */
  readonly EdgeRuntime?: string;
}

/** Whether the engine only pretends to have what Node has. */
export const isEdge: boolean = (globalThis as Host).EdgeRuntime !== undefined;

/** A built-in module of a server's engine; undefined in a browser. It is requested by name at run time, so nothing is imported. */
export function builtin<T>(name: string): T | undefined {
  return isEdge ? undefined : ((globalThis as Host).process?.getBuiltinModule?.(name) as T | undefined);
}
