const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }; // undefined in a browser
const built = (import.meta as { env?: Record<string, string> }).env;

/** Every n-th case of a long list runs: all of them by default (vitest.config.ts). */
const STEP = Number(process?.env?.DROPGLM_SLICE ?? built?.DROPGLM_SLICE ?? 1);

export function sliced<T>(cases: readonly T[]): T[] {
  return cases.filter((_, k) => k % STEP === 0);
}

/** The k-th of a short list, counted round; every night all of it. */
export function inTurn<T>(list: readonly T[], k: number): readonly T[] {
  return process?.env?.DROPGLM_NIGHTLY === undefined ? [list[k % list.length]!] : list;
}
