// The steps of the model that is chosen, asked for when the view is opened.
import type { JSX } from "preact";
import { ask, key, opened, spec } from "../store.js";
import { useAnswer } from "../ui/answered.js";
import { Unanswered } from "../ui/unanswered.js";
import { StepsView } from "./steps-view.js";

export function StepsPage(): JSX.Element {
  const of = opened.value === undefined || spec.value === undefined ? undefined : key.value;
  const answered = useAnswer(of, () => ask({ kind: "steps", spec: spec.value! }, "fitting step by step"));
  const { value } = answered;
  return (
    <div class="stack">
      <div>
        <h1>How the fit went, step by step</h1>
        <p class="soft">
          Every iteration as the library made it: where it stood, what it promised, what came, and why it went on.
        </p>
      </div>
      {value === undefined ? (
        <Unanswered answered={answered} doing="The model is being fitted step by step" />
      ) : (
        <StepsView steps={value} />
      )}
    </div>
  );
}
