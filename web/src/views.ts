// The content of the tabs.
import { type PlotData, toElement, toSVG } from "dropglm/plot";
import { make } from "./dom.js";
import type { CoefficientRow, Fitted, Pixels, Traced } from "./messages.js";
import { pictureOf } from "./pixels.js";

export const VIEWS = {
  summary: "Summary",
  coefficients: "Coefficients",
  adaptive: "Adaptive penalty",
  path: "Path",
  validation: "Cross-validation",
  calibration: "Calibration",
  roc: "ROC",
  approximation: "Approximation",
  pixels: "Pixels",
} as const;
export type ViewName = keyof typeof VIEWS;

/** The results to show. */
export interface Shown {
  readonly fitted: Fitted | undefined;
  readonly traced: Traced | undefined;
}

export function plotFor(view: ViewName, { fitted, traced }: Shown): PlotData | undefined {
  if (view === "path" || view === "validation") return traced?.[view];
  if (view === "summary" || view === "coefficients" || view === "pixels") return undefined;
  return fitted?.plots[view];
}

/** Why a tab is empty. */
const MISSING: Readonly<Record<ViewName, string>> = {
  summary: "Nothing is fitted yet.",
  coefficients: "Nothing is fitted yet.",
  adaptive: "Without noise no column feels a penalty of its own: choose a noise.",
  path: "The path is followed when this view is opened.",
  validation: "Cross-validation runs when this view is opened.",
  calibration: "Calibration is shown for family binomial.",
  roc: "The ROC curve is shown for family binomial.",
  approximation: "The quality of the quadratic form is shown for noise with binomial or poisson.",
  pixels: "Pictures are shown for the digits, whose columns are pixels.",
};

export async function render(view: ViewName, shown: Shown, width: number): Promise<Node> {
  const { fitted } = shown;
  if (view === "summary" && fitted !== undefined) return make("pre", { tabindex: "0" }, fitted.summary);
  if (view === "coefficients" && fitted !== undefined) return table(fitted.coefficients);
  if (view === "pixels" && fitted?.pixels !== undefined) return pictures(fitted.pixels);
  const plot = plotFor(view, shown);
  if (plot === undefined) return make("p", { class: "hint" }, MISSING[view]);
  const size = Math.max(280, Math.min(820, Math.floor(width)));
  const svg = await toElement(plot, {
    width: size,
    height: Math.round(Math.max(320, size * 0.62)),
    background: "none",
    colour: "currentColor",
  });
  // the picture has one name; its parts have no role and so no name
  for (const part of (svg as Element).querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  (svg as Element).setAttribute("aria-label", [plot.title, ...plot.notes].join(". "));
  return svg as Node;
}

/** The plot as a file. */
export async function svgOf(view: ViewName, shown: Shown): Promise<string | undefined> {
  const plot = plotFor(view, shown);
  return plot === undefined ? undefined : toSVG(plot);
}

const digits = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "" : Number(value.toPrecision(5)).toString();

function table(rows: readonly CoefficientRow[]): Node {
  const hasErrors = rows.some(({ standardError }) => standardError !== undefined);
  const hasNoise = rows.some(({ adaptivePenalty }) => adaptivePenalty !== undefined);
  const heads = [
    "column",
    "estimate",
    ...(hasErrors ? ["std. error", "95 % interval", "p"] : []),
    ...(hasNoise ? ["adaptive penalty"] : []),
  ];
  const body = rows.map((row) => {
    const cells = [
      digits(row.estimate),
      ...(hasErrors
        ? [
            digits(row.standardError),
            row.lower === undefined ? "" : `${digits(row.lower)} to ${digits(row.upper)}`,
            digits(row.p),
          ]
        : []),
      ...(hasNoise ? [digits(row.adaptivePenalty)] : []),
    ];
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, row.name),
      ...cells.map((cell) => make("td", row.estimate === 0 ? { class: "zero" } : {}, cell)),
    );
  });
  return make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...body),
  );
}

function pictures(all: readonly Pixels[]): Node {
  const largest = (read: (one: Pixels) => readonly number[]): number =>
    Math.max(...all.flatMap((one) => read(one).map(Math.abs)), 1e-300);
  const [weight, penalty] = [largest((one) => one.weights), largest((one) => one.penalty)];
  const hasNoise = all.some((one) => one.penalty.some((value) => value > 0));
  const felt = all.flatMap((one) => one.penalty);
  const even = new Array<number>(64).fill(felt.reduce((sum, value) => sum + value, 0) / felt.length);
  const legend = hasNoise
    ? `Of each class: the weights (blue for, red against); the penalty that every pixel felt (darker is more); and for comparison the ridge of the same strength on average, lambda ${digits(even[0])}, which is one even grey. Dropout spares the pixels that are rarely inked, and those where the model is sure.`
    : "The weights of each class: blue for, red against. Ridge holds all pixels back alike; choose dropout to see a penalty per pixel.";
  const pictured = (values: readonly number[], title: string): HTMLCanvasElement =>
    pictureOf(values, penalty, "penalty", title);
  return make(
    "div",
    {},
    make("p", { class: "hint" }, legend),
    make(
      "div",
      { class: "pictures" },
      ...all.map((one) =>
        make(
          "figure",
          {},
          make("figcaption", {}, one.title),
          make(
            "div",
            {},
            pictureOf(one.weights, weight, "weights", `weights of ${one.title}`),
            ...(hasNoise
              ? [
                  pictured(one.penalty, `adaptive penalty of ${one.title}`),
                  pictured(even, `penalty of a ridge of the same strength, for ${one.title}`),
                ]
              : []),
          ),
        ),
      ),
    ),
  );
}
