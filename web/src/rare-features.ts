// Data on which dropout and ridge differ most: rare columns that decide, among common ones that say little. After the simulation of
// Wager, Wang & Liang (2013), table 3, with fewer columns.

const [ROWS, RARE, COMMON] = [800, 30, 20];

/** A small generator with a seed: the same rows for everyone. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As a CSV file, so that it is read, shown and taken along as any other. */
export function rareFeatures(): string {
  const random = randomFrom(2013);
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
