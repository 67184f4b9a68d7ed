// Fixtures by name, in Node and in a browser alike: Vite finds them for both.
/// <reference types="vite/client" />

const FIXTURES = import.meta.glob<unknown>("../golden/*.json", { import: "default" });

/** The contents of test/golden/<name>.json. */
export async function fixture<T>(name: string): Promise<T> {
  const load = FIXTURES[`../golden/${name}.json`];
  if (load === undefined) throw new Error(`there is no test/golden/${name}.json`);
  return (await load()) as T;
}
