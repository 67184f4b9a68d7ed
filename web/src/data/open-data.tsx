// Ways to data: drop, choose, paste, or one of the page's sets.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { SETS } from "../sets.js";
import { openFile, openSet, set } from "../store.js";
import "./open-data.css";
import { isDragging, openText } from "./listen.js";

const ACCEPTED =
  ".csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.parquet,.arrow,.feather,.xlsx,.svm,.libsvm,.svmlight,.gz,text/csv,application/json";

export function OpenData(): JSX.Element {
  return (
    <div class="open-data">
      <DropZone />
      <ul class="sets" aria-label="Data sets of this page">
        {SETS.map(({ id, title, question, about }) => (
          <li key={id}>
            <button
              type="button"
              class="set"
              id={`set-${id}`}
              aria-current={set.value === id ? "true" : undefined}
              onClick={() => void openSet(id)}
            >
              <span class="small soft">{title}</span>
              <strong>{question}</strong>
              <span class="small soft">{sizeOf(about)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the rows are: the first words of what is known of a set. */
const sizeOf = (about: string): string => about.split(/(?<=\w)[.:] /)[0]!.replace(/\.$/, "");

function DropZone(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [isPasting, setPasting] = useState(false);
  return (
    <div class={`drop${isDragging.value ? " over" : ""}`} id="drop">
      <TableIcon />
      <p class="drop-lead">{isDragging.value ? "Let go to open it" : "Drop a file anywhere on this page"}</p>
      <div class="row">
        <button type="button" class="button primary" id="choose-file" onClick={() => input.current?.click()}>
          Choose a file
        </button>
        <button
          type="button"
          class="button"
          id="paste-table"
          aria-expanded={isPasting}
          onClick={() => setPasting(!isPasting)}
        >
          Paste a table
        </button>
      </div>
      <input
        ref={input}
        id="file"
        type="file"
        hidden
        accept={ACCEPTED}
        aria-label="Choose a file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = ""; // so that the same file can be chosen again
          if (file !== undefined) void openFile(file);
        }}
      />
      {isPasting && <PasteField />}
      <p class="small soft">
        CSV, TSV, Excel (.xlsx), Parquet, Arrow, JSON, NDJSON or SVMlight, also as .gz; or a model that was saved here.
      </p>
    </div>
  );
}

function PasteField(): JSX.Element {
  const [text, setText] = useState("");
  return (
    <div class="paste">
      <label class="field">
        A table with names in its first line, as copied from a spreadsheet
        <textarea
          id="pasted"
          rows={6}
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="button"
        id="open-pasted"
        disabled={text.trim() === ""}
        onClick={() => openText(text)}
      >
        Open it
      </button>
    </div>
  );
}

/** A table, and what is seen in it. */
function TableIcon(): JSX.Element {
  return (
    <svg class="drop-icon" viewBox="0 0 96 64" width="96" height="64" aria-hidden="true">
      <rect x="1" y="1" width="94" height="62" rx="6" fill="none" stroke="var(--line)" stroke-width="2" />
      <path d="M1 17H95M33 17V63M64 17V63" stroke="var(--line)" stroke-width="2" />
      <path d="M9 9h16M41 9h14M72 9h14" stroke="var(--soft)" stroke-width="3" stroke-linecap="round" />
      <g fill="var(--accent)">
        <rect x="8" y="44" width="4" height="12" />
        <rect x="14" y="30" width="4" height="26" />
        <rect x="20" y="38" width="4" height="18" />
        <circle cx="42" cy="50" r="2.5" />
        <circle cx="48" cy="42" r="2.5" />
        <circle cx="55" cy="36" r="2.5" />
        <rect x="70" y="28" width="20" height="5" />
        <rect x="70" y="38" width="13" height="5" />
        <rect x="70" y="48" width="8" height="5" />
      </g>
    </svg>
  );
}
