// Canvases that are sharp, and the page's colours for them.

export interface Colours {
  readonly card: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly classes: readonly [string, string];
}

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    card: value("--card"),
    ink: value("--ink"),
    soft: value("--soft"),
    line: value("--line"),
    accent: value("--accent"),
    classes: [value("--c1"), value("--c0")],
  };
}

export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The canvas, cleared, in CSS pixels. */
export function sheetOf(canvas: HTMLCanvasElement): Sheet {
  const scale = Math.min(globalThis.devicePixelRatio || 1, 2);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const context = canvas.getContext("2d")!;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = "12px system-ui, sans-serif";
  return { context, width, height };
}

/** Labels of the two axes, in the corner where each ends. */
export function nameAxes({ context, width, height }: Sheet, soft: string, across: string, up: string): void {
  context.fillStyle = soft;
  context.globalAlpha = 1;
  context.textBaseline = "bottom";
  context.textAlign = "right";
  context.fillText(`${across} \u2192`, width - 8, height - 6);
  context.textBaseline = "top";
  context.textAlign = "left";
  context.fillText(`\u2191 ${up}`, 8, 8);
}

export function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
