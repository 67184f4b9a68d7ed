// 8 x 8 numbers as a picture.
import { make } from "./dom.js";

const SIDE = 12;

export function pictureOf(
  values: readonly number[],
  largest: number,
  kind: "weights" | "penalty",
  label: string,
): HTMLCanvasElement {
  const canvas = make("canvas", {
    role: "img",
    "aria-label": label,
    width: String(8 * SIDE),
    height: String(8 * SIDE),
  });
  const context = canvas.getContext("2d")!;
  values.forEach((value, k) => {
    const part = Math.sqrt(Math.min(Math.abs(value) / largest, 1)); // so that small ones are visible beside large ones
    const hue = kind === "penalty" ? "60, 60, 60" : value >= 0 ? "10, 92, 160" : "180, 30, 30";
    context.fillStyle = "#ffffff";
    const place = [(k % 8) * SIDE, Math.floor(k / 8) * SIDE, SIDE, SIDE] as const;
    context.fillRect(...place);
    context.fillStyle = `rgba(${hue}, ${part.toFixed(3)})`;
    context.fillRect(...place);
  });
  return canvas;
}
