// The formula in R's language, for those who know it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Opened, Spec } from "../messages.js";
import { formulaOf, withResponse } from "../spec.js";
import { choose, trouble } from "../store.js";

/** The column on the left side of a formula, if it is a mere name. */
export function responseOf(formula: string): string | undefined {
  const [, quoted, plain] = /^\s*(?:`((?:[^`\\]|\\.)*)`|([^~`()]*?))\s*~/.exec(formula) ?? [];
  return quoted === undefined ? plain : quoted.replace(/\\(.)/g, "$1");
}

/** The change that a formula makes; no text means the choice of columns again. */
export function withFormula(spec: Spec, data: Opened, text: string): Partial<Spec> {
  const formula = text.trim();
  if (formula === "") return { formula: undefined };
  const response = responseOf(formula);
  const isOther = response !== spec.response && data.columns.some(({ name }) => name === response);
  return isOther ? { ...withResponse(spec, data, response!), formula } : { formula };
}

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
