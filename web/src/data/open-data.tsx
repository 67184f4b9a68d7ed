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

/** What the rows are: the first sentence of what is known of a set. */
const sizeOf = (about: string): string => about.split(/(?<=\w)\. /)[0]!.replace(/\.$/, "");

function DropZone(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [isPasting, setPasting] = useState(false);
  return (
    <div class={`drop${isDragging.value ? " over" : ""}`} id="drop">
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
