// A drawing becomes a picture like those of a set: scaled into the same box, and put into the middle in the same way.

export interface Drawing {
  /** From 0 to 1, by rows. */
  readonly ink: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface Form {
  readonly side: number;
  /** The longer side of what is drawn becomes this many pixels. */
  readonly box: number;
  /** What comes to the middle: the centre of mass of the ink, or of the box around it. */
  readonly middle: "mass" | "box";
}

/** How the digits of the sets were made: MNIST's are 20 pixels high or wide, their mass in the middle; the small ones fill the picture. */
export const FORMS = {
  small: { side: 8, box: 8, middle: "box" },
  mnist: { side: 28, box: 20, middle: "mass" },
} as const satisfies Record<string, Form>;

const TRACE = 0.05; // fainter ink does not count for the box

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box around the ink; undefined for an empty drawing. */
export function boundsOf({ ink, width }: Drawing): Bounds | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  ink.forEach((v, k) => {
    if (v <= TRACE) return;
    const [x, y] = [k % width, Math.floor(k / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  return right < 0 ? undefined : { left, top, right, bottom };
}

function massOf({ ink, width }: Drawing): readonly [number, number] {
  let [sum, x, y] = [0, 0, 0];
  ink.forEach((v, k) => {
    sum += v;
    x += v * ((k % width) + 0.5);
    y += v * (Math.floor(k / width) + 0.5);
  });
  return [x / sum, y / sum];
}

/** The picture of a drawing, by areas: each pixel is the share of it that is inked. Undefined for an empty drawing. */
export function pictureOf(drawing: Drawing, { side, box, middle }: Form): Float32Array | undefined {
  const bounds = boundsOf(drawing);
  if (bounds === undefined) return undefined;
  const { left, top, right, bottom } = bounds;
  const scale = box / Math.max(right - left, bottom - top);
  const [cx, cy] = middle === "mass" ? massOf(drawing) : [(left + right) / 2, (top + bottom) / 2];
  const picture = new Float32Array(side * side);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const v = drawing.ink[y * drawing.width + x]!;
      if (v > 0) spill(picture, side, v, (x - cx) * scale + side / 2, (y - cy) * scale + side / 2, scale);
    }
  }
  return picture.map((v) => Math.min(v, 1));
}

/** Adds a square of ink to the pixels that it covers, each by the area. */
function spill(picture: Float32Array, side: number, v: number, x: number, y: number, size: number): void {
  for (let r = Math.max(Math.floor(y), 0); r < Math.min(y + size, side); r++) {
    const high = Math.min(y + size, r + 1) - Math.max(y, r);
    for (let c = Math.max(Math.floor(x), 0); c < Math.min(x + size, side); c++) {
      const wide = Math.min(x + size, c + 1) - Math.max(x, c);
      picture[r * side + c] = picture[r * side + c]! + v * high * wide;
    }
  }
}
