// The digits view: reading its sets, centring a drawing, drafts between fits, and what the models say.
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { boundsOf, type Drawing, FORMS, pictureOf } from "../../web/src/digits/centre.js";
import { mostOf, moved } from "../../web/src/digits/maps.js";
import { inflate, readMnist, readSmall } from "../../web/src/digits/read.js";
import { sentenceOf } from "../../web/src/digits/verdict.js";
import { WEAK, Workshop } from "../../web/src/digits/workshop.js";

const data = (name: string): Buffer => readFileSync(new URL(`../../web/public/data/${name}`, import.meta.url));
const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

/** A rectangle of ink. */
function block(
  width: number,
  height: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Drawing {
  const inside = (k: number): boolean => {
    const [x, y] = [k % width, Math.floor(k / width)];
    return x >= left && x < right && y >= top && y < bottom;
  };
  return { ink: Float32Array.from({ length: width * height }, (_, k) => Number(inside(k))), width, height };
}

describe("a drawing", () => {
  it("has a box around its ink", () => {
    expect(boundsOf(block(50, 40, [10, 5, 30, 35]))).toEqual({ left: 10, top: 5, right: 30, bottom: 35 });
    expect(boundsOf(block(50, 40, [0, 0, 0, 0]))).toBeUndefined();
    expect(pictureOf(block(9, 9, [0, 0, 0, 0]), FORMS.mnist)).toBeUndefined();
  });
  it.each([
    ["small", [0, 0, 8, 8]],
    ["mnist", [4, 4, 24, 24]],
  ] as const)(
    "is scaled and put into the middle as in %s, wherever it was drawn",
    (name, [left, top, right, bottom]) => {
      const form = FORMS[name];
      const picture = pictureOf(block(100, 100, [3, 50, 43, 90]), form)!;
      const expected = block(form.side, form.side, [left, top, right, bottom]).ink;
      picture.forEach((v, k) => {
        expect(v).toBeCloseTo(expected[k]!, 5);
      });
    },
  );
  it("keeps its proportions, and pixels are covered by area", () => {
    const picture = pictureOf(block(100, 100, [0, 0, 10, 80]), { side: 8, box: 8, middle: "box" })!;
    expect(Array.from(picture.subarray(0, 8), (v) => Number(v.toFixed(5)))).toEqual([0, 0, 0, 0.5, 0.5, 0, 0, 0]);
  });
  it("has its mass in the middle where the set has", () => {
    const { ink, width, height } = block(60, 60, [5, 5, 45, 15]);
    for (let y = 15; y < 45; y++) ink.fill(1, y * width + 5, y * width + 10);
    const picture = pictureOf({ ink, width, height }, FORMS.mnist)!;
    const sum = picture.reduce((s, v) => s + v, 0);
    const x = picture.reduce((s, v, k) => s + v * ((k % 28) + 0.5), 0) / sum;
    const y = picture.reduce((s, v, k) => s + v * (Math.floor(k / 28) + 0.5), 0) / sum;
    expect(Math.abs(x - 14)).toBeLessThan(0.25); // ink that covers a part of a pixel counts at its centre
    expect(Math.abs(y - 14)).toBeLessThan(0.25);
  });
});

describe("the sets", () => {
  const small = readSmall(data("digits.csv").toString());
  it("of 8 x 8 pixels holds the last fifth out", () => {
    expect([small.train.labels.length, small.held.labels.length]).toEqual([1437, 360]);
    expect(small.held.pixels).toHaveLength(360 * 64);
    expect(Math.max(...small.train.pixels)).toBe(1);
  });
  it("of 8 x 8 pixels is refused with the line where a pixel is none", () => {
    expect(() => readSmall(`head\n3,${Array(63).fill(0).join(",")},17`)).toThrow("line 2 of the digits");
  });
  it("of MNIST is labels, then pixels from 0 to 1", async () => {
    const mnist = readMnist(await inflate(bytesOf(data("mnist-5000.bin"))));
    expect(mnist.train.labels.slice(0, 5).join("")).toBe("50419"); // as MNIST begins
    expect(mnist.held.labels.slice(0, 5).join("")).toBe("72104");
    expect(mnist.train.pixels).toHaveLength(5000 * 784);
    expect(mnist.held.pixels).toHaveLength(1000 * 784);
    expect(mnist.train.pixels.reduce((most, v) => Math.max(most, v), 0)).toBe(1);
  });
  it("of MNIST is refused when bytes are missing", async () => {
    const bytes = await inflate(bytesOf(deflateSync(Buffer.alloc(10))));
    expect(() => readMnist(bytes)).toThrow("has 10 bytes, not 4710000");
  });

  it("is fitted by both models, with drafts between fits", async () => {
    const shop = new Workshop(small);
    const go = new AbortController().signal;
    expect(() => shop.draft({ rate: 0.5, lambda: 0.01 })).toThrow("no digits are fitted yet");
    const first = await shop.fit({ rate: 0.3, lambda: 0.01 }, go);
    expect([first.ridge.note, first.dropout.note, first.isDraft]).toEqual([undefined, undefined, false]);
    expect(first.dropout.accuracy).toBeGreaterThan(0.85);
    expect(first.ridge.error).toBeCloseTo(Math.sqrt((first.ridge.accuracy * (1 - first.ridge.accuracy)) / 360), 12);
    expect(first.ridge.penalty[3]![7]).toBeCloseTo(0.01, 8);
    expect(first.dropout.penalty[0]![0]).toBeCloseTo(WEAK, 8); // this pixel is never lit
    const second = await shop.fit({ rate: 0.5, lambda: 0.01 }, go);
    const draft = shop.draft({ rate: 0.4, lambda: 0.01 });
    expect(draft.dropout.note).toBe("draft, by the fits at 0.3 and 0.5");
    const middle = (first.dropout.weights[2]![20]! + second.dropout.weights[2]![20]!) / 2;
    expect(draft.dropout.weights[2]![20]).toBeCloseTo(middle, 5);
    const { ridge, dropout } = shop.classify(shop.digit(-1, false)!.pixels);
    for (const chances of [ridge, dropout]) {
      expect(chances).toHaveLength(10);
      expect(chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    }
    expect(shop.digit(359, false)!.index).toBe(0);
    const disputed = shop.digit(-1, true)!;
    const said = shop.classify(disputed.pixels);
    const best = (of: readonly number[]): number => of.indexOf(Math.max(...of));
    expect(best(said.ridge)).not.toBe(best(said.dropout));
    shop.dispose();
  });
  it("ends a fit when it is stopped", async () => {
    const shop = new Workshop(small);
    const stop = new AbortController();
    stop.abort();
    await expect(shop.fit({ rate: 0.5, lambda: 0.01 }, stop.signal)).rejects.toThrow("stopped");
    shop.dispose();
  });
});

describe("what is said", () => {
  const CLASSES = ["3", "8"];
  it("names the digit when both agree, and both when they differ", () => {
    const plain = (ridge: number, dropout: number, label?: string): string =>
      sentenceOf({ ridge: [ridge, 1 - ridge], dropout: [dropout, 1 - dropout] }, CLASSES, label).replaceAll(
        "\u00a0",
        " ",
      );
    expect(plain(0.8, 0.999, "3")).toBe("Both say 3: ridge with 80 %, dropout with > 99 %. It is a 3.");
    expect(plain(0.8, 0.3)).toBe("They differ: ridge says 3 (80 %), dropout 8 (70 %).");
  });
  it("leaves the pixel inside the picture, whatever arrow is pressed", () => {
    expect(moved(0, "ArrowLeft", 8)).toBe(0);
    expect(moved(0, "ArrowRight", 8)).toBe(1);
    expect(moved(9, "ArrowUp", 8)).toBe(1);
    expect(moved(63, "ArrowDown", 8)).toBe(63);
    expect(moved(9, "Tab", 8)).toBeUndefined();
  });
  it("has colours that a few far numbers do not pale", () => {
    const values = Array.from({ length: 1000 }, (_, k) => (k === 0 ? -1e6 : k / 1000));
    expect(mostOf([values])).toBeCloseTo(0.995, 2);
    expect(mostOf([[0, 0]])).toBe(1);
  });
});
