// A loss over the two coefficients: shaded, with contours, its lowest place, and Newton's steps.
import type { Pair } from "./maths.js";
import { type Colours, disc, nameAxes, type Sheet } from "./paint.js";
import { contour, RANGE, SIDE, type Surface } from "./surface.js";

/** Levels of the contours: the same for all surfaces, so that they can be compared. */
const LEVELS = [0.4, 0.43, 0.46, 0.5, 0.54, 0.58, 0.62, 0.66, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.7, 2];
const [LOW, HIGH] = [0.42, 1.1];
const FULLEST = 0.72;

export interface Marks {
  readonly lowest: Pair;
  readonly free: Pair;
  readonly trace: readonly Pair[];
}

const part = (range: readonly [number, number], value: number): number => (value - range[0]) / (range[1] - range[0]);

export function paintSurface(sheet: Sheet, colours: Colours, surface: Surface, marks: Marks): void {
  const { context, width, height } = sheet;
  shade(sheet, colours, surface);
  const [stepX, stepY] = [width / (SIDE - 1), height / (SIDE - 1)];
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.globalAlpha = 0.28;
  context.beginPath();
  for (const level of LEVELS) {
    for (const [ax, ay, bx, by] of contour(surface, level)) {
      context.moveTo(ax * stepX, height - ay * stepY);
      context.lineTo(bx * stepX, height - by * stepY);
    }
  }
  context.stroke();
  const at = ([a, b]: Pair): [number, number] => [
    part(RANGE.first, a) * width,
    height - part(RANGE.second, b) * height,
  ];
  context.globalAlpha = 1;
  cross(context, colours.ink, at(marks.free));
  if (marks.trace.length === 0) ring(context, colours, at(marks.lowest));
  else walk(context, colours, marks.trace.map(at));
  nameAxes(sheet, colours.ink, "common", "rare");
}

/** The lower, the more colour. */
function shade({ context, width, height }: Sheet, { accent, card }: Colours, surface: Surface): void {
  const small = document.createElement("canvas");
  small.width = SIDE;
  small.height = SIDE;
  const own = small.getContext("2d")!;
  own.fillStyle = accent;
  own.fillRect(0, 0, 1, 1);
  const [red, green, blue] = own.getImageData(0, 0, 1, 1).data;
  const image = own.createImageData(SIDE, SIDE);
  for (let k = 0; k < surface.length; k++) {
    const high = Math.min(Math.max((surface[k]! - LOW) / (HIGH - LOW), 0), 1);
    const place = 4 * ((SIDE - 1 - Math.floor(k / SIDE)) * SIDE + (k % SIDE));
    image.data.set([red!, green!, blue!, Math.round(255 * FULLEST * (1 - high) ** 2)], place);
  }
  own.putImageData(image, 0, 0);
  context.fillStyle = card;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0.5, 0.5, SIDE - 1, SIDE - 1, 0, 0, width, height);
}

/** Where the data alone have their least loss. */
function cross(context: CanvasRenderingContext2D, ink: string, [x, y]: readonly [number, number]): void {
  context.strokeStyle = ink;
  context.lineWidth = 1.75;
  context.beginPath();
  context.moveTo(x - 5, y - 5);
  context.lineTo(x + 5, y + 5);
  context.moveTo(x + 5, y - 5);
  context.lineTo(x - 5, y + 5);
  context.stroke();
}

function ring(context: CanvasRenderingContext2D, { ink, card }: Colours, [x, y]: readonly [number, number]): void {
  context.fillStyle = card;
  disc(context, x, y, 6);
  context.fillStyle = ink;
  disc(context, x, y, 4);
}

/** Steps as arrows from point to point. */
function walk(
  context: CanvasRenderingContext2D,
  colours: Colours,
  points: readonly (readonly [number, number])[],
): void {
  context.strokeStyle = colours.ink;
  context.fillStyle = colours.ink;
  context.lineWidth = 2;
  points.forEach(([x, y], k) => {
    const before = points[k - 1];
    if (before === undefined) return;
    const [dx, dy] = [x - before[0], y - before[1]];
    const length = Math.hypot(dx, dy);
    context.beginPath();
    context.moveTo(before[0], before[1]);
    context.lineTo(x, y);
    context.stroke();
    if (length < 16) return; // no room for a head
    const [ux, uy] = [dx / length, dy / length];
    const [hx, hy] = [x - 7 * ux, y - 7 * uy];
    context.beginPath();
    context.moveTo(hx, hy);
    context.lineTo(hx - 9 * ux + 5 * uy, hy - 9 * uy - 5 * ux);
    context.lineTo(hx - 9 * ux - 5 * uy, hy - 9 * uy + 5 * ux);
    context.fill();
  });
  points.forEach((point, k) => {
    if (k === points.length - 1) ring(context, colours, point);
    else {
      context.fillStyle = colours.ink;
      disc(context, point[0], point[1], 3);
    }
  });
}
