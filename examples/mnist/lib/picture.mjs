// Images of numbers per pixel, as SVG: squares of the same shade are one path.
import { SIDE } from "./data.mjs";

const SHADES = 15;
const GAP = 2;
const LEFT = 42;
const TOP = 8;

/** @param {number} t from 0 to 1 */
const grey = (t) => {
  const v = Math.round(255 * (1 - t));
  return `rgb(${v},${v},${v})`;
};

/** Red below 0, blue above. @param {number} t from -1 to 1 */
const twoSided = (t) => {
  const v = Math.round(255 * (1 - Math.abs(t)));
  return t < 0 ? `rgb(255,${v},${v})` : `rgb(${v},${v},255)`;
};

/**
 * Rows of images. Each row has its own scale, from 0 to `most`, or its largest number, or on both sides of 0.
 * @param {readonly { label: string, images: readonly (readonly number[] | Float64Array)[], isSigned: boolean, most?: number }[]} rows
 */
export function picture(rows) {
  const width = LEFT + rows[0].images.length * (SIDE + GAP);
  const height = TOP + rows.length * (SIDE + GAP);
  const parts = rows.map(({ label, images, isSigned, most: given }, r) => {
    const top = TOP + r * (SIDE + GAP);
    const all = images.flatMap((image) => Array.from(image, Math.abs)).sort((a, b) => a - b);
    const most = given ?? (all[Math.floor(0.995 * (all.length - 1))] || 1); // a few far numbers would leave the others pale
    const drawn = images.map((image, k) => {
      const left = LEFT + k * (SIDE + GAP);
      /** @type {Map<number, string>} */
      const paths = new Map();
      for (let j = 0; j < SIDE * SIDE; j++) {
        const shade = Math.round(SHADES * Math.max(-1, Math.min(1, image[j] / most)));
        if (shade === 0) continue;
        paths.set(shade, `${paths.get(shade) ?? ""}M${left + (j % SIDE)} ${top + Math.floor(j / SIDE)}h1v1h-1z`);
      }
      const frame = `<rect x="${left}" y="${top}" width="${SIDE}" height="${SIDE}" fill="#fff" stroke="#bbb" stroke-width="0.3"/>`;
      const fills = [...paths].map(([s, d]) => `<path fill="${(isSigned ? twoSided : grey)(s / SHADES)}" d="${d}"/>`);
      return frame + fills.join("");
    });
    return `<text x="1" y="${top + SIDE / 2 + 1.5}" font-size="4.5" font-family="sans-serif">${label}</text>${drawn.join("")}`;
  });
  const digits = rows[0].images.map(
    (_, k) =>
      `<text x="${LEFT + k * (SIDE + GAP) + SIDE / 2}" y="6" font-size="5" text-anchor="middle" font-family="sans-serif">${k}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${3 * width}" height="${3 * height}"><rect width="${width}" height="${height}" fill="#fff"/>${digits.join("")}${parts.join("")}</svg>\n`;
}
