// The formula in R's language, for those who know it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Opened, Spec } from "../messages.js";
import { formulaOf } from "../spec.js";
import { choose, trouble } from "../store.js";
import { withFormula } from "./formula.js";

export function FormulaField({ data, spec }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  const written = formulaOf(spec, data.columns);
  const [draft, setDraft] = useState(written);
  useEffect(() => setDraft(written), [written]);
  const wrong = spec.formula === undefined ? undefined : trouble.value?.text;
  const apply = (): void => {
    if (draft.trim() === written) return;
    if (draft.trim() === "") setDraft(formulaOf({ ...spec, formula: undefined }, data.columns));
    choose(withFormula(spec, data, draft));
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
          value={draft}
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
