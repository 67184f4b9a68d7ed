// The frame of a plot: it knows its width, shows a tip for the mark under the pointer or the focus, and has a name and a description.
import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** A mark that has something to say: position in the plot and the text of its tip. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly tip: string;
}

export interface PlotProps {
  readonly title: string;
  /** What is to be seen, in words with values, for those who do not see it. */
  readonly description: string;
  readonly height: number | ((width: number) => number);
  /** Marks by which the arrow keys walk; the nearest to the pointer is told. */
  readonly marks?: (width: number, height: number) => readonly Mark[];
  readonly children: (width: number, height: number) => ComponentChildren;
  /** Called with the number of the mark that is told. */
  readonly onMark?: (k: number | undefined) => void;
}

const REACH = 40; // px within which a mark answers to the pointer

export function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const node = box.current;
    if (node === null) return;
    const measure = (): void => setWidth(Math.floor(node.clientWidth));
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(node);
    return () => watcher.disconnect();
  }, []);
  return [box, width];
}

export function Plot({ title, description, height, marks, children, onMark }: PlotProps): JSX.Element {
  const [box, width] = useWidth();
  const [active, setActive] = useState<number | undefined>(undefined);
  const tall = typeof height === "number" ? height : Math.round(height(width));
  const places = width > 0 ? (marks?.(width, tall) ?? []) : [];
  const told = active === undefined ? undefined : places[active];
  useEffect(() => onMark?.(active), [active, onMark]);
  const nearest = useCallback(
    ({ clientX, clientY, currentTarget }: PointerEvent): void => {
      const { left, top } = (currentTarget as HTMLElement).getBoundingClientRect();
      let found: number | undefined;
      let least = REACH ** 2;
      places.forEach(({ x, y }, k) => {
        const d = (x - clientX + left) ** 2 + (y - clientY + top) ** 2;
        if (d < least) [found, least] = [k, d];
      });
      setActive(found);
    },
    [places],
  );
  const walk = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") setActive(undefined);
    if (step === undefined || places.length === 0) return;
    event.preventDefault();
    const next = active === undefined ? (step > 0 ? 0 : places.length - 1) : active + step;
    setActive(Math.max(0, Math.min(places.length - 1, next)));
  };
  const interactive = places.length > 0;
  return (
    <figure class="plot" ref={box} aria-label={title}>
      {width > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useAriaPropsSupportedByRole: it always has a role
        <div
          role={interactive ? "application" : "img"}
          aria-label={
            interactive ? `${title}. ${description}. Arrow keys walk along the marks.` : `${title}. ${description}`
          }
          tabIndex={interactive ? 0 : undefined}
          onPointerMove={interactive ? nearest : undefined}
          onPointerDown={interactive ? nearest : undefined}
          onPointerLeave={interactive ? () => setActive(undefined) : undefined}
          onBlur={interactive ? () => setActive(undefined) : undefined}
          onKeyDown={interactive ? walk : undefined}
        >
          <svg width={width} height={tall} viewBox={`0 0 ${width} ${tall}`} aria-hidden="true">
            {children(width, tall)}
            {told && <circle cx={told.x} cy={told.y} r={7} fill="none" stroke="var(--ink)" stroke-width={2} />}
          </svg>
        </div>
      )}
      {told && (
        <div
          class="tip"
          style={{
            left: `${Math.max(0, Math.min(told.x + 12, width - 220))}px`,
            top: `${Math.max(0, told.y > tall - 80 ? told.y - 76 : told.y + 12)}px`,
          }}
        >
          {told.tip}
        </div>
      )}
      <span class="visually-hidden" role="status">
        {told?.tip ?? ""}
      </span>
    </figure>
  );
}
