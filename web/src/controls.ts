// The left side: the controls, and the choice they describe.
import { APPROXIMATIONS, type Choice, FAMILIES, NOISES, PENALTIES } from "./choice.js";
import { byId, fill, make } from "./dom.js";
import type { Opened } from "./opened.js";
import { SETS } from "./sets.js";

export interface Listener {
  readonly onSet: (id: string) => void;
  readonly onFile: (file: File) => void;
  readonly onPaste: (text: string) => void;
  readonly onResponse: (name: string) => void;
  /** True for the quick fits while a slider moves. */
  readonly onChange: (change: Partial<Choice>, isDraft: boolean) => void;
}

export interface Controls {
  readonly show: (state: {
    readonly opened: Opened | undefined;
    readonly set: string | undefined;
    readonly choice: Choice | undefined;
  }) => void;
}

const FILE = "a file of yours";
const NAMES: Readonly<Record<string, string>> = {
  dropout: "Dropout rate",
  additive: "Standard deviation",
  multiplicative: "Standard deviation of factors",
  none: "Rate",
};
const same = (names: readonly string[]): [string, string][] => names.map((name) => [name, name]);

export function connectControls(listener: Listener): Controls {
  const select = (id: string): HTMLSelectElement => byId<HTMLSelectElement>(id);
  const slider = (id: string): HTMLInputElement => byId<HTMLInputElement>(id);
  const sets = select("set");
  sets.onchange = () => {
    if (sets.value !== FILE) listener.onSet(sets.value);
  };
  select("response").onchange = () => listener.onResponse(select("response").value);
  for (const key of ["family", "noise", "approximation", "penalty"] as const) {
    select(key).onchange = () => listener.onChange({ [key]: select(key).value }, false);
  }
  const rate = slider("rate");
  rate.oninput = () => listener.onChange({ rate: Number(rate.value) }, true);
  rate.onchange = () => listener.onChange({ rate: Number(rate.value) }, false);
  const lambda = slider("lambda");
  const strength = (): number => Number((10 ** Number(lambda.value)).toPrecision(3));
  lambda.oninput = () => listener.onChange({ lambda: strength() }, true);
  lambda.onchange = () => listener.onChange({ lambda: strength() }, false);
  const standardize = slider("standardize");
  standardize.onchange = () => listener.onChange({ standardize: standardize.checked }, false);
  connectFiles(listener);
  return {
    show: ({ opened, set, choice }) => {
      fill(
        sets,
        [
          ...SETS.map(({ id, title }) => [id, title] as const),
          ...(set === undefined && opened ? [[FILE, opened.name] as const] : []),
        ],
        set ?? FILE,
      );
      if (opened === undefined || choice === undefined) return;
      byId("about").textContent =
        SETS.find(({ id }) => id === set)?.about ?? `${opened.rows} rows, ${opened.columns.length} columns`;
      fill(select("response"), same(opened.columns.map(({ name }) => name)), choice.response);
      fill(select("family"), same(FAMILIES), choice.family);
      fill(select("noise"), same(NOISES), choice.noise);
      fill(select("approximation"), same(APPROXIMATIONS), choice.approximation);
      fill(select("penalty"), same(PENALTIES), choice.penalty);
      select("approximation").disabled = choice.noise === "none" || choice.family === "gaussian";
      rate.disabled = choice.noise === "none";
      rate.value = String(choice.rate);
      byId("rate-name").textContent = NAMES[choice.noise]!;
      byId("rate-shown").textContent = choice.rate.toFixed(2);
      lambda.disabled = choice.penalty === "none";
      lambda.value = String(Math.log10(choice.lambda || 1e-5));
      byId("lambda-shown").textContent = String(choice.lambda);
      standardize.checked = choice.standardize;
      standardize.disabled = choice.penalty === "none";
      showColumns(opened, choice, listener);
    },
  };
}

let shownFor: Opened | undefined;
let shownResponse = "";

function showColumns(opened: Opened, choice: Choice, listener: Listener): void {
  const others = opened.columns.filter(({ name }) => name !== choice.response);
  const left = new Set(choice.excluded);
  byId("column-count").textContent = `${others.length - left.size} of ${others.length} columns take part`;
  const box = byId("columns");
  if (shownFor !== opened || shownResponse !== choice.response) {
    [shownFor, shownResponse] = [opened, choice.response];
    box.replaceChildren(
      ...others.map(({ name, isNumeric, hasMissing }) => {
        const input = make("input", { type: "checkbox", value: name });
        input.disabled = !isNumeric || hasMissing;
        const why = !isNumeric ? " (text)" : hasMissing ? " (missing values)" : "";
        return make("label", { class: "row" }, input, name + why);
      }),
    );
    box.onchange = () => {
      const excluded = [...box.querySelectorAll("input")].filter(({ checked }) => !checked).map(({ value }) => value);
      listener.onChange({ excluded }, false);
    };
  }
  for (const input of box.querySelectorAll("input")) input.checked = !left.has(input.value);
}

function connectFiles({ onFile, onPaste }: Listener): void {
  const [drop, input] = [byId("drop"), byId<HTMLInputElement>("file")];
  input.onchange = () => {
    const [file] = input.files ?? [];
    if (file !== undefined) onFile(file);
    input.value = "";
  };
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) onFile(file);
  });
  addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (text.includes("\n")) onPaste(text);
  });
}
