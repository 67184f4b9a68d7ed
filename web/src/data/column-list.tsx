// All columns, with a search where there are many.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ColumnInfo, Opened, Spec } from "../messages.js";
import { roleOf } from "../spec.js";
import { choose, said } from "../store.js";
import { whole } from "../ui/format.js";
import { ColumnRow } from "./column-row.js";

const FEW = 10; // columns that need no search
const PAGE = 60;

/** A name or a number of each row tells nothing about others. */
const isIdentifier = ({ kind, distinct }: ColumnInfo, rows: number): boolean =>
  kind === "category" && distinct > 2 && distinct >= Math.min(1000, 0.9 * rows);

export function ColumnList({ data, spec }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  const [search, setSearch] = useState("");
  const [showsAll, setShowsAll] = useState(false);
  const sought = search.trim().toLowerCase();
  const found = data.columns.filter(({ name }) => name.toLowerCase().includes(sought));
  const limit = showsAll ? found.length : PAGE;
  const free = data.columns.filter(({ name }) => name !== spec.response && roleOf(spec, name) === undefined);
  const useful = free.filter((column) => !isIdentifier(column, data.rows));
  return (
    <section class="card" aria-labelledby="columns-head">
      <div class="card-head">
        <h2 id="columns-head">Columns</h2>
        <div class="row">
          <span class="small soft" id="predictor-count">
            {whole(spec.predictors.length)} of {whole(free.length)} are predictors
          </span>
          <button
            type="button"
            class="button quiet"
            id="all-predictors"
            onClick={() => {
              choose({ predictors: useful.map(({ name }) => name), formula: undefined });
              const left = free.length - useful.length;
              if (left > 0) said.value = `${left} columns of names that differ in every row are left out`;
            }}
          >
            all
          </button>
          <button
            type="button"
            class="button quiet"
            id="no-predictors"
            onClick={() => choose({ predictors: [], formula: undefined })}
          >
            none
          </button>
        </div>
      </div>
      {data.columns.length > FEW && (
        <label class="field column-search">
          <span class="visually-hidden">Search a column</span>
          <input
            type="search"
            placeholder={`Search ${whole(data.columns.length)} columns`}
            value={search}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </label>
      )}
      <ul class="columns">
        {found.slice(0, limit).map((column) => (
          <ColumnRow key={column.name} column={column} data={data} spec={spec} />
        ))}
      </ul>
      {found.length === 0 && <p class="soft">No column has “{search}” in its name.</p>}
      {found.length > limit && (
        <button type="button" class="button" onClick={() => setShowsAll(true)}>
          Show all {whole(found.length)}
        </button>
      )}
    </section>
  );
}
