// A pad to draw a digit on, by pointer or finger, and the digits of the set for those who do not draw.
import { useEffect, useRef } from "preact/hooks";
import { FORMS, pictureOf } from "./centre.js";
import { PixelPicture } from "./pixel-picture.js";
import { nextDigit, opened, shown, showPicture } from "./state.js";

const INK_SIDE = 140; // resolution of the drawing
const PEN = 13; // a thirteenth of a box of 20 pixels is near the pens of the sets

/** The drawing as ink from 0 to 1. */
function inkOf(canvas: HTMLCanvasElement): Float32Array {
  const { data } = canvas.getContext("2d", { willReadFrequently: true })!.getImageData(0, 0, INK_SIDE, INK_SIDE);
  return Float32Array.from({ length: INK_SIDE * INK_SIDE }, (_, k) => data[4 * k + 3]! / 255);
}

function clear(canvas: HTMLCanvasElement | null): void {
  canvas?.getContext("2d", { willReadFrequently: true })?.clearRect(0, 0, INK_SIDE, INK_SIDE);
}

export function Pad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = shown.value;
  const set = opened.value;
  useEffect(() => {
    if (from?.label !== undefined) clear(canvas.current); // a digit of the set is shown
  }, [from]);
  const read = (): void => {
    if (set === undefined || canvas.current === null) return;
    const ink = inkOf(canvas.current);
    const pixels = pictureOf({ ink, width: INK_SIDE, height: INK_SIDE }, FORMS[set.set]);
    showPicture(pixels === undefined ? undefined : { pixels, label: undefined });
  };
  return (
    <div class="digits-pad">
      <div class="digits-boards">
        <figure>
          <figcaption>Draw here</figcaption>
          <Board canvas={canvas} onInk={read} />
        </figure>
        <figure>
          <figcaption>As the models see it</figcaption>
          {set !== undefined && from !== undefined ? (
            <PixelPicture
              values={from.pixels}
              side={set.side}
              most={1}
              kind="plain"
              text={`${set.side} by ${set.side} pixels`}
            />
          ) : (
            <div class="digits-nothing">nothing yet</div>
          )}
        </figure>
      </div>
      <div class="digits-buttons">
        <button
          type="button"
          onClick={() => {
            clear(canvas.current);
            showPicture(undefined);
          }}
        >
          Clear
        </button>
        <button type="button" onClick={() => void nextDigit(false)}>
          A held-out digit
        </button>
        <button type="button" onClick={() => void nextDigit(true)}>
          One they disagree on
        </button>
      </div>
    </div>
  );
}

interface BoardProps {
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly onInk: () => void;
}

function Board({ canvas, onInk }: BoardProps) {
  const last = useRef<readonly [number, number] | undefined>(undefined);
  const waiting = useRef(0);
  const line = (event: PointerEvent): void => {
    const target = canvas.current!;
    const { left, top, width, height } = target.getBoundingClientRect();
    const at = [((event.clientX - left) / width) * INK_SIDE, ((event.clientY - top) / height) * INK_SIDE] as const;
    const context = target.getContext("2d", { willReadFrequently: true })!;
    const [x, y] = last.current ?? at;
    context.strokeStyle = getComputedStyle(target).color;
    context.lineWidth = PEN;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(at[0], at[1]);
    context.stroke();
    last.current = at;
    cancelAnimationFrame(waiting.current);
    waiting.current = requestAnimationFrame(onInk);
  };
  const end = (): void => {
    last.current = undefined;
  };
  return (
    <canvas
      ref={canvas}
      class="digits-board"
      width={INK_SIDE}
      height={INK_SIDE}
      role="img"
      aria-label="A pad for drawing a digit with a pointer; the buttons below take a digit of the set instead"
      onPointerDown={(event) => {
        if (shown.value?.label !== undefined) clear(canvas.current);
        event.currentTarget.setPointerCapture(event.pointerId);
        line(event);
      }}
      onPointerMove={(event) => last.current !== undefined && line(event)}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}
