// The first rows of the table.
import type { JSX } from "preact";
import type { Opened } from "../messages.js";
import { whole } from "../ui/format.js";

const MOST_COLUMNS = 40;

export function Preview({ data: { head, columns, rows } }: { readonly data: Opened }): JSX.Element | null {
  if (head.length === 0) return null;
  const shown = columns.slice(0, MOST_COLUMNS);
  return (
    <section class="card" aria-labelledby="first-rows">
      <div class="card-head">
        <h2 id="first-rows">First rows</h2>
        <span class="small soft">
          {whole(head.length)} of {whole(rows)}
          {columns.length > MOST_COLUMNS && `; ${MOST_COLUMNS} of ${whole(columns.length)} columns`}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section class="scroll preview" tabIndex={0} aria-label="First rows of the table">
        <table>
          <thead>
            <tr>
              <th scope="col">row</th>
              {shown.map(({ name, kind }) => (
                <th key={name} scope="col" class={kind === "number" ? undefined : "is-text"}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.map((row, i) => (
              <tr key={i}>
                <th scope="row">{i + 1}</th>
                {shown.map(({ name, kind }, j) => (
                  <td key={name} class={kind === "number" ? undefined : "is-text"}>
                    {row[j] === "" || row[j] === undefined ? <span class="soft">missing</span> : row[j]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
