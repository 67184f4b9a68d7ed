// Every look of the solver as a row: what was promised, what came, and why it was accepted.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { StepRow, Steps } from "../messages.js";
import { shown } from "../ui/format.js";

const WORDS: Readonly<Record<StepRow["verdict"], string>> = {
  start: "start",
  accepted: "accepted",
  rejected: "rejected",
  end: "end",
};

export function StepsTable({ steps, at, go }: { steps: Steps; at: number; go: (k: number) => void }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [outer, row] = [box.current, box.current?.querySelector<HTMLElement>("tr.here")];
    if (!outer || !row || outer.scrollHeight <= outer.clientHeight) return; // scrolls the table, never the page
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    if (top < outer.scrollTop + 40) outer.scrollTop = top - 40;
    else if (bottom > outer.scrollTop + outer.clientHeight) outer.scrollTop = bottom - outer.clientHeight;
  }, [at]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="steps-scroll" ref={box} aria-label="Table of the steps" tabIndex={0}>
      <table class="steps-table">
        <thead>
          <tr>
            <th scope="col">Look</th>
            <th scope="col" class="verdict">
              Verdict
            </th>
            <th scope="col">Objective</th>
            <th scope="col">Largest slope</th>
            <th scope="col">Step</th>
            <th scope="col">Promised</th>
            <th scope="col">Came</th>
            <th scope="col" class="why">
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.rows.map((row, k) => (
            <tr key={k} class={k === at ? "here" : ""} onClick={() => go(k)}>
              <td>
                <button
                  type="button"
                  aria-current={k === at ? "step" : undefined}
                  aria-label={`Look ${k}`}
                  onClick={() => go(k)}
                >
                  {k}
                </button>
              </td>
              <td class={`verdict ${row.verdict}`}>{k > 0 && row.verdict === "start" ? "look" : WORDS[row.verdict]}</td>
              <td data-name="objective">{shown(row.objective, 7)}</td>
              <td data-name="largest slope">{shown(row.optimality, 2)}</td>
              <td data-name="step">{row.stepSize === undefined ? "–" : shown(row.stepSize, 2)}</td>
              <td class="wide">{shown(row.promised)}</td>
              <td class="wide">{shown(row.came)}</td>
              <td class="why">{row.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
