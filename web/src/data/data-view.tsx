// The view "Data": what was opened, what each column is, and what shall be explained by what.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Opened, Spec } from "../messages.js";
import { columnsInUse } from "../spec.js";
import { choose, fitted, opened, saved, show, spec } from "../store.js";
import { whole } from "../ui/format.js";
import { ColumnList } from "./column-list.js";
import { completeRows, completeSentence } from "./complete.js";
import "./data.css";
import { FormulaField } from "./formula-field.js";
import { OpenData } from "./open-data.js";
import { Preview } from "./preview.js";
import { choiceSentence } from "./sentence.js";

function DataPage(): JSX.Element {
  const [data, chosen] = [opened.value, spec.value];
  if (data === undefined || chosen === undefined) return <OpenData />;
  return (
    <div class="stack data-view" key={data.id}>
      <Head data={data} spec={chosen} />
      {data.sparseColumns === undefined ? (
        <ColumnList data={data} spec={chosen} />
      ) : (
        <section class="card">
          <h2>Columns</h2>
          <p>
            {whole(data.sparseColumns)} columns without names, most of whose cells are 0. All of them are predictors of{" "}
            {chosen.response}.
          </p>
        </section>
      )}
      {data.sparseColumns === undefined && <FormulaCard data={data} spec={chosen} />}
      <Preview data={data} />
      <Choice data={data} spec={chosen} />
    </div>
  );
}

function FormulaCard({ data, spec: chosen }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  const [isOpen] = useState(chosen.formula !== undefined); // at first; then as the visitor has it
  return (
    <details class="card formula-card" open={isOpen}>
      <summary>Write a formula</summary>
      <FormulaField data={data} spec={chosen} />
    </details>
  );
}

function Head({ data, spec: chosen }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  return (
    <section class="data-head" aria-labelledby="data-name">
      <div class="data-title">
        <h1 id="data-name">{data.name}</h1>
        <p class="soft">
          {whole(data.rows)} rows, {whole(data.sparseColumns ?? data.columns.length)} columns
        </p>
      </div>
      <Missing data={data} spec={chosen} />
      {data.notes.length > 0 && (
        <ul class="notes">
          {data.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <details>
        <summary>Open other data</summary>
        <OpenData />
      </details>
    </section>
  );
}

const RULES = [
  ["omit", "Leave them out"],
  ["indicator", "Keep them, marked"],
] as const;

/** How many rows take part, and what to do about the others. */
function Missing({ data, spec: chosen }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  const fit = saved.value === undefined ? fitted.value : undefined;
  const found = completeRows(data, chosen, fit);
  const used = new Set(columnsInUse(chosen));
  const isMissing = data.columns.some(({ name, missing }) => used.has(name) && missing > 0);
  const isAsked = isMissing || (chosen.formula !== undefined && data.complete < data.rows);
  const isMarked = chosen.missing === "indicator";
  return (
    <div class="data-missing">
      <p id="complete">{completeSentence(data.rows, found)}.</p>
      {isAsked && (
        <>
          <fieldset class="segments">
            <legend class="visually-hidden">Rows with missing cells</legend>
            {RULES.map(([rule, words]) => (
              <button
                key={rule}
                type="button"
                id={`missing-${rule}`}
                aria-pressed={chosen.missing === rule}
                onClick={() => choose({ missing: rule })}
              >
                {words}
              </button>
            ))}
          </fieldset>
          <p class="small soft">
            {isMarked
              ? "In a predictor, a missing number becomes the mean, beside a column that marks it; a missing category becomes a level of its own."
              : "Rows with a missing cell in a column that is used take no part."}
          </p>
        </>
      )}
    </div>
  );
}

function Choice({ data, spec: chosen }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  return (
    <div class="choice">
      <p id="choice">{choiceSentence(chosen, data)}</p>
      <button type="button" class="button primary" id="see-finding" onClick={() => show("finding")}>
        See what was found
      </button>
    </div>
  );
}

export { DataPage as DataView };
