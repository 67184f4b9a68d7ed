// The steps of the model that is chosen, asked for when the view is opened.
import type { JSX } from "preact";
import { ask, key, opened, spec } from "../store.js";
import { useAnswer } from "../ui/answered.js";
import { StepsView } from "./steps-view.js";

export function StepsPage(): JSX.Element {
  const of = opened.value === undefined || spec.value === undefined ? undefined : key.value;
  const { value, error } = useAnswer(of, () => ask({ kind: "steps", spec: spec.value! }, "fitting step by step"));
  return (
    <div class="stack">
      <div>
        <h1>How the fit went, step by step</h1>
        <p class="soft">
          Every iteration as the library made it: where it stood, what it promised, what came, and why it went on.
        </p>
      </div>
      {error !== undefined && <p class="empty">{error}</p>}
      {value === undefined ? error === undefined && <p class="empty">Fitting</p> : <StepsView steps={value} />}
    </div>
  );
}
