// The fit as code, to be copied.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Opened, Spec } from "../messages.js";
import { fitted, said, saved } from "../store.js";
import { download } from "../ui/download.js";
import { commandOf, scriptOf } from "./code.js";

export function CodeDialog({ data, spec }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const own = saved.value === undefined ? fitted.value?.spec : undefined; // with the light ridge, if one was needed
  const shown = own ?? spec;
  return (
    <>
      <button
        type="button"
        id="code"
        class="button"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        Copy as code
      </button>
      <dialog ref={dialog} class="code-dialog" aria-labelledby="code-title" onClose={() => setOpen(false)}>
        <div class="card-head">
          <h2 id="code-title">The same fit as code</h2>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        {isOpen && (
          <>
            <p class="small soft">Both give the numbers of this page, in a folder that holds {data.name}.</p>
            <Part id="code-shell" title="Command line" code={commandOf(shown, data)} isWrapped />
            <Part id="code-script" title="Module for Node, fit.mjs" code={scriptOf(shown, data)} file="fit.mjs" />
          </>
        )}
      </dialog>
    </>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  readonly file?: string;
  readonly isWrapped?: boolean;
}

function Part({ id, title, code, file, isWrapped = false }: PartProps): JSX.Element {
  const [note, setNote] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setNote("Copied");
      said.value = `${title}: copied`;
    } catch {
      setNote("The browser did not allow it: select the text and copy it");
    }
  };
  return (
    <section aria-label={title}>
      <div class="card-head">
        <h3>{title}</h3>
        <div class="row">
          {note !== "" && <span class="small soft">{note}</span>}
          <button type="button" class="button quiet" onClick={() => void copy()}>
            Copy
          </button>
          {file !== undefined && (
            <button type="button" class="button quiet" onClick={() => download(file, code, "text/javascript")}>
              Save
            </button>
          )}
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <pre id={id} tabIndex={0} class={isWrapped ? "wrapped" : undefined}>
        {code}
      </pre>
    </section>
  );
}
