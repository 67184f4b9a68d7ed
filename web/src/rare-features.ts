import { mulberry32 } from "../../src/base/random.js";

// Data on which dropout and ridge differ most: rare, decisive columns among common, uninformative ones. After the simulation of
// Wager, Wang & Liang (2013), table 3, with fewer columns.

const [ROWS, RARE, COMMON] = [800, 30, 20];

/** The data as a CSV file, so that the page treats them like any other. */
export function rareFeatures(): string {
  const random = mulberry32(2013); // the same rows for everyone
  const names = [
    ...Array.from({ length: RARE }, (_, j) => `rare${j + 1}`),
    ...Array.from({ length: COMMON }, (_, j) => `common${j + 1}`),
  ];
  const lines = [["label", ...names].join(",")];
  for (let i = 0; i < ROWS; i++) {
    const label = random() < 0.5 ? 1 : 0;
    const sign = label === 1 ? 1 : -1;
    const row = names.map((_, j) => {
      if (j < RARE) {
        const tells = j % 2 === 0 ? sign : -sign;
        return random() < 0.03 * (1 + 0.9 * tells) ? 1 : 0;
      }
      return random() < 0.5 + (j % 2 === 0 ? 0.04 : -0.04) * sign ? 1 : 0;
    });
    lines.push([label, ...row].join(","));
  }
  return `${lines.join("\n")}\n`;
}
