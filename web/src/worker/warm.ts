// Engines optimize only code that has run often. These fits run while nobody waits, so that the next fit is fast.
import { dropout, fitSync, load, matrix } from "dropglm";

const [ROWS, COLUMNS] = [1200, 40];
const FITS = 12;

/** Some small fits, one after the other, while there is nothing else to do. */
export async function warm(isIdle: () => boolean): Promise<void> {
  await load();
  const entries = Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => ((i * 7919) % 101) / 50 - 1);
  const y = Float64Array.from({ length: ROWS }, (_, i) => Number((i * 31) % 7 > 3));
  const x = matrix(entries, ROWS, COLUMNS, "column");
  for (let k = 0; k < FITS; k++) {
    await new Promise((resolve) => setTimeout(resolve));
    if (!isIdle()) return;
    fitSync(x, y, { family: "binomial", noise: dropout(0.1 + 0.05 * k), standardErrors: k % 2 === 0 });
  }
}
