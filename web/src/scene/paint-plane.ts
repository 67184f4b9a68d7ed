// The plane of the data: points, those that drop out, and the boundary of the coefficients.
import { betaOf, type Frame, type World } from "./frames.js";
import { masked, type Pair } from "./maths.js";
import { type Colours, disc, nameAxes, type Sheet } from "./paint.js";

const SPREAD = 22; // px over which points on an axis are spread, so that each can be seen
const FADED = 0.4;

/** Where everything is in a frame; frames are blended while they change. */
interface Places {
  readonly points: readonly { readonly x: Pair; readonly off: Pair; readonly alpha: number }[];
  readonly reach: number;
  readonly beta: Pair;
}

function placesOf(world: World, frame: Frame): Places {
  const draw = frame.phase === "draws" ? world.masks[frame.draws - 1] : undefined;
  const points = world.points.map((point, i) => {
    const { x } = draw === undefined ? point : masked(point, draw[i]!, world.rate);
    const off = (((i * 7) % 13) / 12 - 0.5) * SPREAD;
    const isDropped = draw !== undefined && ((x[0] === 0 && point.x[0] !== 0) || (x[1] === 0 && point.x[1] !== 0));
    return { x, off: [x[0] === 0 ? off : 0, x[1] === 0 ? off : 0] as const, alpha: isDropped ? FADED : 1 };
  });
  const reach = draw === undefined ? 1 : 1 / (1 - world.rate);
  return { points, reach, beta: betaOf(world, frame) };
}

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

function blend(from: Places, to: Places, t: number): Places {
  if (t >= 1) return to;
  return {
    points: to.points.map((point, i) => {
      const old = from.points[i]!;
      return {
        x: [mix(old.x[0], point.x[0], t), mix(old.x[1], point.x[1], t)],
        off: [mix(old.off[0], point.off[0], t), mix(old.off[1], point.off[1], t)],
        alpha: mix(old.alpha, point.alpha, t),
      };
    }),
    reach: mix(from.reach, to.reach, t),
    beta: [mix(from.beta[0], to.beta[0], t), mix(from.beta[1], to.beta[1], t)],
  };
}

/** Paints a frame, or the way to it from another, t from 0 to 1. */
export function paintPlane(sheet: Sheet, colours: Colours, world: World, from: Frame, to: Frame, t: number): void {
  const { context, width, height } = sheet;
  const { points, reach, beta } = blend(placesOf(world, from), placesOf(world, to), t);
  const most = world.points.reduce((m, { x }) => Math.max(m, Math.abs(x[0]), Math.abs(x[1])), 0) * 1.12 * reach;
  const [unitX, unitY] = [width / 2 / most, height / 2 / most];
  const [cx, cy] = [width / 2, height / 2];
  if (beta[0] !== 0 || beta[1] !== 0) paintSides(sheet, colours, Math.atan2(beta[1] / unitY, beta[0] / unitX));
  context.strokeStyle = colours.soft;
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, cy);
  context.lineTo(width, cy);
  context.moveTo(cx, 0);
  context.lineTo(cx, height);
  context.stroke();
  points.forEach(({ x, off, alpha }, i) => {
    const [px, py] = [cx + x[0] * unitX + off[0], cy - x[1] * unitY + off[1]];
    context.globalAlpha = alpha;
    context.fillStyle = colours.card;
    disc(context, px, py, 6);
    paintPoint(context, colours, world.points[i]!.y, px, py);
  });
  nameAxes(sheet, colours.soft, "common column", "rare column");
}

/** Classes differ in shape, too. */
function paintPoint(context: CanvasRenderingContext2D, { classes }: Colours, y: number, px: number, py: number): void {
  context.fillStyle = classes[y as 0 | 1];
  if (y === 1) disc(context, px, py, 4.5);
  else context.fillRect(px - 4, py - 4, 8, 8);
}

/** The half planes of the classes, and the line between them. */
function paintSides({ context, width, height }: Sheet, { classes, ink }: Colours, angle: number): void {
  const far = width + height;
  context.save();
  context.translate(width / 2, height / 2);
  context.rotate(-angle);
  context.globalAlpha = 0.1;
  context.fillStyle = classes[1];
  context.fillRect(0, -far, far, 2 * far);
  context.fillStyle = classes[0];
  context.fillRect(-far, -far, far, 2 * far);
  context.globalAlpha = 1;
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(0, -far);
  context.lineTo(0, far);
  context.stroke();
  context.restore();
}
