// The formula in R's language, for those who know it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Opened, Spec } from "../messages.js";
import { formulaOf } from "../spec.js";
import { choose, trouble } from "../store.js";
import { withFormula } from "./formula.js";

export function FormulaField({ data, spec }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  const written = formulaOf(spec, data.columns);
  const [draft, setDraft] = useState<string | undefined>(undefined); // undefined: nothing is being written
  const wrong = spec.formula === undefined ? undefined : trouble.value?.text;
  const apply = (): void => {
    if (draft === undefined) return;
    setDraft(undefined);
    if (draft.trim() !== written) choose(withFormula(spec, data, draft));
  };
  return (
    <form
      class="formula"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <label class="field">
        Formula, in R’s language
        <input
          id="formula"
          type="text"
          value={draft ?? written}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-invalid={wrong !== undefined}
          aria-describedby="formula-help"
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          onChange={apply}
        />
      </label>
      {wrong !== undefined && <pre class="wrong">{wrong}</pre>}
      <p class="small soft" id="formula-help">
        {spec.formula === undefined
          ? "Made of the columns above. Write your own, as log(y) ~ a * b + poly(c, 2)."
          : "Written by hand: it decides, not the columns above. "}
        {spec.formula !== undefined && (
          <button
            type="button"
            class="button quiet small"
            id="no-formula"
            onClick={() => choose({ formula: undefined })}
          >
            Back to the columns
          </button>
        )}
      </p>
    </form>
  );
}
