// A canvas with a title above it and its values as text.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Colours, coloursOf, type Sheet, sheetOf } from "./paint.js";

export interface PlotProps {
  readonly title: string;
  /** What is to be seen, with values, for those who do not see it. */
  readonly text: string;
  readonly paint: (sheet: Sheet, colours: Colours) => void;
  /** Receives a function that paints a moment of a movement. */
  readonly onReady?: (again: (paint: (sheet: Sheet, colours: Colours) => void) => void) => void;
}

export function Plot({ title, text, paint, onReady }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(paint);
  latest.current = paint;
  const draw = (how: PlotProps["paint"]): void => {
    const element = canvas.current;
    if (element !== null && element.clientWidth > 0) how(sheetOf(element), coloursOf(element));
  };
  useLayoutEffect(() => draw(paint));
  useEffect(() => {
    onReady?.(draw);
    const again = (): void => draw(latest.current);
    const size = new ResizeObserver(again);
    size.observe(canvas.current!);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", again);
    return () => {
      size.disconnect();
      dark.removeEventListener("change", again);
    };
  }, []);
  return (
    <figure class="scene-plot">
      <figcaption>{title}</figcaption>
      <canvas ref={canvas} role="img" aria-label={text} />
    </figure>
  );
}
