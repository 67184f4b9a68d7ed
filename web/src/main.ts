// The page: choices, requests to the worker, and results.
import { type Choice, firstChoice, fromHash, isQuick, toHash, withResponse } from "./choice.js";
import { type Call, call } from "./client.js";
import { shellOf, typescriptOf } from "./code.js";
import { type Controls, connectControls } from "./controls.js";
import { byId, make, save } from "./dom.js";
import type { Answers, Fitted, Given, Order, Progress, Traced } from "./messages.js";
import type { Opened } from "./opened.js";
import { SETS } from "./sets.js";
import { connectTabs } from "./tabs.js";
import { render, svgOf, VIEWS, type ViewName } from "./views.js";

interface State {
  opened: Opened | undefined;
  /** Id of the page's own data set; undefined for a file. */
  set: string | undefined;
  choice: Choice | undefined;
  view: ViewName;
  fitted: Fitted | undefined;
  traced: Traced | undefined;
  /** True while a saved model is shown, which no slider changes. */
  isImported: boolean;
}

const state: State = {
  opened: undefined,
  set: undefined,
  choice: undefined,
  view: "adaptive",
  fitted: undefined,
  traced: undefined,
  isImported: false,
};
const [status, error, panel] = [byId("status"), byId("error"), byId("panel")];
const [progress, cancel] = [byId<HTMLProgressElement>("progress"), byId<HTMLButtonElement>("cancel")];
const PATIENCE = 300; // ms before a cancel button appears

function say(text: string): void {
  status.textContent = text;
}

function complain(cause: unknown): void {
  error.textContent = cause instanceof Error ? cause.message : String(cause);
  error.hidden = false;
}

/** Sends a request to the worker, with progress and a cancel button. If it fails, the page does not change. */
async function ask<K extends Order["kind"]>(
  order: Extract<Order, { kind: K }>,
  doing: string,
): Promise<Answers[K] | undefined> {
  const onProgress = ({ text, part }: Progress): void => {
    say(text);
    if (part === undefined) progress.removeAttribute("value");
    else progress.value = part;
  };
  const asked: Call<Answers[K]> = call(order, onProgress);
  running = asked;
  const timer = setTimeout(() => {
    say(doing);
    progress.removeAttribute("value");
    progress.hidden = cancel.hidden = false;
    cancel.onclick = () => asked.cancel();
  }, PATIENCE);
  try {
    const answer = await asked.answer;
    error.hidden = true;
    return answer;
  } catch (cause) {
    complain(cause);
    return undefined;
  } finally {
    clearTimeout(timer);
    progress.hidden = cancel.hidden = true;
    if (running === asked) running = undefined;
  }
}

let running: Call<unknown> | undefined;
let isFitting = false;
/** Counts opened data, so that an answer to an earlier request is not shown over a later one. */
let turn = 0;
let wanted: { readonly choice: Choice; readonly isDraft: boolean } | undefined;

/** Fits the choice; while one fit runs, only the latest choice waits. */
async function refit(isDraft: boolean): Promise<void> {
  if (state.choice === undefined) return;
  wanted = { choice: state.choice, isDraft };
  if (isFitting) return;
  isFitting = true;
  while (wanted !== undefined) {
    const { choice, isDraft: draft }: { choice: Choice; isDraft: boolean } = wanted;
    wanted = undefined;
    const asked = turn;
    performance.mark("fit-asked");
    const fitted = await ask({ kind: "fit", choice, isDraft: draft, view: state.view }, "fitting");
    if (fitted === undefined || turn !== asked) continue;
    state.isImported = false;
    state.fitted = fitted;
    await show();
    performance.measure(draft ? "draft" : "fit", "fit-asked");
  }
  isFitting = false;
  controls.show(state);
}

async function trace(): Promise<void> {
  const { choice } = state;
  if (choice === undefined || state.traced !== undefined || (state.view !== "path" && state.view !== "validation"))
    return;
  const traced = await ask({ kind: "trace", choice }, "following the path");
  if (traced === undefined || state.choice !== choice) return;
  state.traced = traced;
  await show();
  const { best, end } = traced;
  if (best === undefined) say(`cross-validation ended early (${end})`);
  else
    say(
      `best on held-out rows: ${best.lambda === undefined ? `rate ${best.rate}` : `lambda ${Number(best.lambda.toPrecision(4))}`}, deviance ${Number(best.mean.toPrecision(4))}`,
    );
}

/** Everything on the right side. */
async function show(): Promise<void> {
  const { fitted, view } = state;
  if (fitted !== undefined) {
    const { code, warnings, iterations } = fitted.status;
    const isDraft = fitted.json === ""; // without standard errors and not exact, so there is nothing to save
    say(
      state.isImported
        ? `saved model: ${code}`
        : `${isDraft ? "draft" : code} in ${fitted.elapsed.toFixed(1)} ms, ${iterations} iterations`,
    );
    byId<HTMLButtonElement>("save-model").disabled = byId<HTMLButtonElement>("save-csv").disabled = isDraft;
    byId("facts").replaceChildren(
      ...fitted.facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
    );
    byId("warnings").replaceChildren(...warnings.map(({ message }) => make("li", {}, message)));
  }
  await fetchPicture(view);
  const node = await render(view, state, panel.clientWidth);
  if (state.view === view) panel.replaceChildren(node);
}

/** The plot of a view that was not open when the model was fitted. */
async function fetchPicture(view: ViewName): Promise<void> {
  const { fitted, isImported } = state;
  const isPlot = view === "adaptive" || view === "calibration" || view === "roc" || view === "approximation";
  if (!isPlot || isImported || fitted === undefined || fitted.plots[view] !== undefined) return;
  const plot = await call({ kind: "picture", view }).answer;
  if (plot !== undefined && state.fitted === fitted)
    state.fitted = { ...fitted, plots: { ...fitted.plots, [view]: plot } };
}

function remember(): void {
  if (state.choice !== undefined) history.replaceState(undefined, "", toHash(state.set, state.view, state.choice));
}

function choose(choice: Choice, isDraft: boolean): void {
  state.choice = choice;
  state.traced = undefined;
  remember();
  controls.show(state);
  void refit(isDraft).then(() => (isDraft ? undefined : trace()));
}

/** A draft looks like the final fit, so it is shown while the standard errors are computed. */
async function fitAnew(choice: Choice, { rows, columns }: Opened): Promise<void> {
  if (!isQuick(choice, rows, columns.length)) return choose(choice, false);
  state.choice = choice;
  remember();
  controls.show(state);
  const asked = turn;
  await refit(true);
  if (state.choice === choice && turn === asked) choose(choice, false);
}

async function open(given: Given, set: string | undefined, wish: Partial<Choice> = {}): Promise<void> {
  running?.cancel();
  turn += 1;
  const asked = turn;
  say(`opening ${given.name}`);
  const opened = await ask({ kind: "open", given }, `opening ${given.name}`);
  if (opened === undefined) {
    if (state.fitted !== undefined) await show(); // the earlier fit is still there
    controls.show(state);
    return;
  }
  Object.assign(state, { opened, set });
  if (turn !== asked) {
    state.choice = firstChoice(opened, wish); // the data are loaded; a model opened meanwhile stays visible
    controls.show(state);
    await show();
    return;
  }
  Object.assign(state, { fitted: undefined, traced: undefined });
  await fitAnew(firstChoice(opened, wish), opened);
}

async function openSet(id: string, wish: Partial<Choice> = {}): Promise<void> {
  const { given, choice } = SETS.find((one) => one.id === id) ?? SETS[0]!;
  await open(given(), id, { ...choice, ...wish });
}

async function openFile(file: File): Promise<void> {
  if (!file.name.endsWith(".json")) return open({ name: file.name, file }, undefined);
  const asked = turn;
  const fitted = await ask({ kind: "import", text: await file.text() }, "opening the model");
  if (fitted === undefined || turn !== asked) return;
  turn += 1;
  wanted = undefined;
  Object.assign(state, { fitted, traced: undefined, isImported: true, view: "coefficients" });
  tabs.show(state.view);
  await show();
}

const controls: Controls = connectControls({
  onSet: (id) => void openSet(id),
  onFile: (file) => void openFile(file),
  onPaste: (text) => void open({ name: "pasted.csv", text }, undefined),
  onResponse: (response) => choose(withResponse(state.choice!, state.opened!, response), false),
  onChange: (change, isDraft) => {
    if (state.choice !== undefined) choose({ ...state.choice, ...change }, isDraft);
  },
});

const tabs = connectTabs(VIEWS, (view) => {
  state.view = view;
  remember();
  void show().then(trace);
});

/** A name for files. */
const stem = (): string => (state.opened?.name ?? "model").replace(/\.\w+$/, "");

byId("save-model").onclick = () => {
  if (state.fitted !== undefined) save(`${stem()}-model.json`, state.fitted.json, "application/json");
};
byId("save-csv").onclick = () => {
  if (state.fitted === undefined) return;
  const cell = (value: string | number | undefined): string =>
    typeof value === "string"
      ? `"${value.replaceAll('"', '""')}"`
      : value === undefined || Number.isNaN(value)
        ? ""
        : String(value);
  const heads = ["name", "estimate", "standardError", "lower", "upper", "p", "adaptivePenalty"] as const;
  const lines = state.fitted.coefficients.map((row) => heads.map((head) => cell(row[head])).join(","));
  save(`${stem()}-coefficients.csv`, `${[heads.join(","), ...lines].join("\n")}\n`, "text/csv");
  if (state.fitted.coefficients.some(({ name }) => /^[=+\-@]/.test(name)))
    say("some names begin as formulas do: import the file as text, a spreadsheet would compute them");
};
byId("save-svg").onclick = async () => {
  const svg = await svgOf(state.view, state);
  if (svg === undefined) say("this view is no plot: open one first");
  else save(`${stem()}-${state.view}.svg`, svg, "image/svg+xml");
};
byId("code").onclick = () => {
  if (state.choice === undefined || state.opened === undefined) return;
  byId("code-script").textContent = typescriptOf(state.choice, state.opened);
  byId("code-shell").textContent = shellOf(state.choice, state.opened);
  byId<HTMLDialogElement>("code-dialog").showModal();
};
async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    say(`the browser did not allow copying; select the ${what} and copy it by hand`);
  }
}
byId("copy-script").onclick = () => copy(byId("code-script").textContent ?? "", "module");
byId("copy-shell").onclick = () => copy(byId("code-shell").textContent ?? "", "command");
byId("share").onclick = () => copy(location.href, "link");

function start(): void {
  const { set, view, choice } = fromHash(location.hash);
  const known = (Object.keys(VIEWS) as ViewName[]).find((name) => name === view);
  if (known !== undefined) state.view = known;
  tabs.show(state.view);
  void openSet(set ?? "spambase", choice);
}
addEventListener("hashchange", start);
addEventListener("resize", () => void show());
start();
