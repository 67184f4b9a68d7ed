// Numbers per pixel as a picture.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

export interface PixelPictureProps {
  readonly values: ArrayLike<number>;
  readonly side: number;
  /** The number with the fullest colour. */
  readonly most: number;
  /** Weights have two colours, by sign; a penalty the accent; a plain picture is ink. */
  readonly kind: "weights" | "penalty" | "plain";
  readonly text: string;
}

type Rgb = readonly [number, number, number];

/** Red, green and blue of a colour of the page. */
function rgbOf(context: CanvasRenderingContext2D, colour: string): Rgb {
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}

function paint(canvas: HTMLCanvasElement, { values, side, most, kind }: PixelPictureProps): void {
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const style = getComputedStyle(canvas);
  const colour = (name: string): Rgb => rgbOf(context, style.getPropertyValue(name));
  const up = colour(kind === "weights" ? "--c0" : kind === "penalty" ? "--accent" : "--ink");
  const down = colour("--c1");
  const image = context.createImageData(side, side);
  for (let k = 0; k < side * side; k++) {
    const share = Math.min(Math.abs(values[k]!) / most, 1);
    const full = kind === "plain" ? share : Math.sqrt(share); // so that small ones are visible beside large ones
    image.data.set([...(values[k]! < 0 ? down : up), Math.round(255 * full)], 4 * k);
  }
  context.putImageData(image, 0, 0);
}

export function PixelPicture(props: PixelPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => paint(canvas.current!, props), [props.values, props.side, props.most, props.kind]);
  useEffect(() => {
    const again = (): void => paint(canvas.current!, latest.current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", again);
    return () => dark.removeEventListener("change", again);
  }, []);
  return (
    <canvas
      ref={canvas}
      class="digits-picture"
      width={props.side}
      height={props.side}
      role="img"
      aria-label={props.text}
    />
  );
}
