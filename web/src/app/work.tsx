// What is being done, with a way to stop it; what went wrong, with a way to go on.
import type { JSX } from "preact";
import { trouble, work } from "../store.js";

export function Working(): JSX.Element | null {
  const now = work.value;
  if (now === undefined) return null;
  return (
    <div class="working" id="working">
      <span role="status">{now.text}</span>
      <progress value={now.part} max={1} aria-label="Progress" />
      <button id="cancel" class="button" type="button" onClick={now.cancel}>
        Cancel
      </button>
    </div>
  );
}

export function Trouble(): JSX.Element | null {
  const now = trouble.value;
  if (now === undefined) return null;
  const lines = now.text.split("\n");
  return (
    <div class="trouble" role="alert" id="trouble">
      <div>
        <p>{lines[0]}</p>
        {lines.length > 1 && <pre>{lines.slice(1).join("\n")}</pre>}
      </div>
      <div class="row">
        {now.again && (
          <button class="button" type="button" onClick={now.again}>
            {/: stopped$/.test(now.text) ? "Go on" : "Try again"}
          </button>
        )}
        <button class="button quiet" type="button" onClick={() => (trouble.value = undefined)}>
          Close
        </button>
      </div>
    </div>
  );
}
