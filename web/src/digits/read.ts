// The two sets of digits, as pixels from 0 to 1 and labels.

export interface Pictures {
  /** By rows. */
  readonly pixels: Float32Array;
  readonly labels: readonly string[];
}

export interface DigitSet {
  readonly side: number;
  readonly train: Pictures;
  /** Never seen by a fit. */
  readonly held: Pictures;
}

const SMALL_SIDE = 8;
const SMALL_TOP = 16;
const SMALL_TRAIN = 0.8;

/** `digits.csv`: a header, then the digit and its pixels. The last fifth of the rows is held out. */
export function readSmall(text: string): DigitSet {
  const pixelsOfRow = SMALL_SIDE * SMALL_SIDE;
  const rows = text.trim().split(/\r?\n/).slice(1);
  const pixels = new Float32Array(rows.length * pixelsOfRow);
  const labels = rows.map((row, i) => {
    const cells = row.split(",");
    const numbers = cells.slice(1).map(Number);
    if (cells.length !== pixelsOfRow + 1 || numbers.some((v) => !(v >= 0 && v <= SMALL_TOP))) {
      throw new Error(`line ${i + 2} of the digits is not a digit and ${pixelsOfRow} pixels from 0 to ${SMALL_TOP}`);
    }
    pixels.set(
      numbers.map((v) => v / SMALL_TOP),
      i * pixelsOfRow,
    );
    return cells[0]!;
  });
  return split(SMALL_SIDE, pixels, labels, Math.floor(SMALL_TRAIN * rows.length));
}

const MNIST_SIDE = 28;
const MNIST_TRAIN = 5000;
const MNIST_HELD = 1000;
const MNIST_TOP = 255;

/** `mnist-5000.bin` after inflation: 6,000 labels, then 6,000 pictures of 784 bytes; the last 1,000 are of the test set. */
export function readMnist(bytes: Uint8Array): DigitSet {
  const rows = MNIST_TRAIN + MNIST_HELD;
  const expected = rows * (1 + MNIST_SIDE * MNIST_SIDE);
  if (bytes.length !== expected)
    throw new Error(`the file of MNIST has ${bytes.length} bytes, not ${expected}: load the page again`);
  const labels = Array.from(bytes.subarray(0, rows), String);
  const pixels = Float32Array.from(bytes.subarray(rows), (v) => v / MNIST_TOP);
  return split(MNIST_SIDE, pixels, labels, MNIST_TRAIN);
}

function split(side: number, pixels: Float32Array, labels: readonly string[], train: number): DigitSet {
  const cut = train * side * side;
  return {
    side,
    train: { pixels: pixels.subarray(0, cut), labels: labels.slice(0, train) },
    held: { pixels: pixels.subarray(cut), labels: labels.slice(train) },
  };
}

/** Inflates bytes that zlib has deflated. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
