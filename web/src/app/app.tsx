// The frame of the page: where one is, what is being done, what went wrong.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { listenForFiles } from "../data/listen.js";
import { opened, said, saved, show, shownName, view } from "../store.js";
import { later } from "./later.js";
import { StartView } from "./start-view.js";
import { Trouble, Working } from "./work.js";

const TITLES = {
  start: "Start",
  data: "Data",
  finding: "Finding",
  compare: "Four models",
  steps: "Steps",
  digits: "Digits",
} as const;
type Name = keyof typeof TITLES;

const TableView = later(async () => (await import("../data/data-view.js")).DataView);
const FindingView = later(async () => (await import("../finding/finding-view.js")).FindingView);
const CompareView = later(async () => (await import("../compare/compare-view.js")).CompareView);
const StepsPage = later(async () => (await import("../steps/steps-page.js")).StepsPage);
const DigitsView = later(async () => (await import("../digits/digits.js")).Digits);

const VIEWS: Readonly<Record<Name, () => JSX.Element>> = {
  start: () => <StartView />,
  data: () => <TableView />,
  finding: () => <FindingView />,
  compare: () => <CompareView />,
  steps: () => <StepsPage />,
  digits: () => <DigitsView />,
};

/** Whether a view has something to show. */
function isOpen(name: Name): boolean {
  if (name === "start" || name === "digits") return true;
  if (name === "finding") return opened.value !== undefined || saved.value !== undefined;
  return opened.value !== undefined;
}

export function App(): JSX.Element {
  useEffect(() => listenForFiles(), []);
  const name = view.value;
  useEffect(() => {
    document.title = name === "start" ? "dropglm" : `${TITLES[name]}: ${shownName.value ?? "dropglm"}`;
    scrollTo(0, 0);
    document.getElementById(`view-${name}`)?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [name]);
  const View = VIEWS[name];
  return (
    <>
      <a class="visually-hidden" href="#main">
        To the content
      </a>
      <header class="top">
        <div class="top-row">
          <button class="brand" type="button" onClick={() => show("start")}>
            drop<span>glm</span>
          </button>
          {shownName.value !== undefined && <span class="soft small data-name">{shownName.value}</span>}
          <div class="top-links">
            <a href="./docs/index.html">Guide</a>
            <a href="./docs/modules.html">Reference</a>
            <a href="https://github.com/dropglm/dropglm">Source</a>
          </div>
          <nav class="views" aria-label="Views">
            {(Object.keys(TITLES) as Name[]).map((each) => (
              <button
                key={each}
                id={`view-${each}`}
                type="button"
                aria-current={each === name ? "page" : undefined}
                disabled={!isOpen(each)}
                onClick={() => show(each)}
              >
                {TITLES[each]}
              </button>
            ))}
          </nav>
        </div>
      </header>
      <main id="main" class="frame">
        <Trouble />
        <View />
      </main>
      <Working />
      <p id="said" class="visually-hidden" role="status">
        {said.value}
      </p>
    </>
  );
}
