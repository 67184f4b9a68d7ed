/** A module of a server's engine, for what a browser does in another way; undefined in a browser. Asked for by name at run time: nothing is imported. */
export function builtin<T>(name: string): T | undefined {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  return host?.getBuiltinModule?.(name) as T | undefined;
}
