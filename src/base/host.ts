/** A built-in module of a server's engine; undefined in a browser. It is requested by name at run time, so nothing is imported. */
export function builtin<T>(name: string): T | undefined {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  return host?.getBuiltinModule?.(name) as T | undefined;
}
