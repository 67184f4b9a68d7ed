const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }; // there is none in a browser
const built = (import.meta as { env?: Record<string, string> }).env;

/** Every how many-th case of a long list runs: all of them, unless the project says otherwise (vitest.config.ts). */
const STEP = Number(process?.env?.DROPGLM_SLICE ?? built?.DROPGLM_SLICE ?? 1);

export function sliced<T>(cases: readonly T[]): T[] {
  return cases.filter((_, k) => k % STEP === 0);
}
