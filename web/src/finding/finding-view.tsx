// What was found, first in a sentence; then the evidence.
import "./finding.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Fitted } from "../messages.js";
import { ModelPanel } from "../model/model-panel.js";
import { methodOf } from "../spec.js";
import {
  fitted as current,
  judge,
  judged,
  key,
  leaveSaved,
  opened,
  refit,
  said,
  saved,
  set,
  show,
  trouble,
  work,
} from "../store.js";
import { Card } from "../ui/card.js";
import { whole } from "../ui/format.js";
import { Effect } from "./effect.js";
import { Forest } from "./forest.js";
import { HeldOut } from "./held-out.js";
import { Predict } from "./predict.js";
import { copy, saveCoefficients, saveModel } from "./save.js";

/** The last fit stays dimmed in its place while the next one is on its way, with its name; nothing of it can be saved then. */
export function FindingView(): JSX.Element {
  const now = current.value;
  const [shownFit, setShown] = useState<{ readonly id: number | undefined; readonly of: Fitted } | undefined>(
    undefined,
  );
  const id = saved.value === undefined ? opened.value?.id : -1;
  useEffect(() => {
    if (now !== undefined) setShown({ id, of: now });
  }, [now, id]);
  const isWhole = now !== undefined && !now.isDraft;
  const of = key.value;
  useEffect(() => {
    if (isWhole) void judge();
  }, [isWhole, of]);
  const failed = trouble.value !== undefined && work.value === undefined;
  const old = !failed && shownFit?.id === id ? shownFit?.of : undefined;
  const fitted = now ?? old;
  const sentence = useSentence(fitted, id);
  return (
    <div class="split">
      <div class="stack finding">
        {fitted === undefined ? (
          <Nothing />
        ) : (
          <div class={`stack ${now === undefined ? "pending" : ""}`} aria-busy={now === undefined}>
            <Found fitted={fitted} sentence={sentence} isCurrent={now !== undefined} />
          </div>
        )}
      </div>
      {saved.value === undefined ? <ModelPanel /> : <SavedNote fitted={saved.value} />}
    </div>
  );
}

/** While a slider is dragged, the last whole fit's sentence stays in its place, dimmed: a draft has no intervals to choose another by. */
function useSentence(fitted: Fitted | undefined, id: number | undefined): string {
  const [last, setLast] = useState<{ readonly id: number | undefined; readonly text: string } | undefined>(undefined);
  const own = fitted === undefined || fitted.isDraft ? undefined : fitted.finding;
  useEffect(() => {
    if (own !== undefined) setLast({ id, text: own });
  }, [own, id]);
  return own ?? (last?.id === id ? last?.text : undefined) ?? fitted?.finding ?? "";
}

function Nothing(): JSX.Element {
  if (trouble.value === undefined) return <p class="empty">Fitting</p>;
  return (
    <section class="card">
      <h1>Nothing is fitted</h1>
      <p>
        The model that is chosen could not be fitted; the reason is above. Nothing of an earlier model is shown here.
      </p>
      <div class="row">
        <button class="button" type="button" onClick={() => void refit()}>
          Try again
        </button>
        <button class="button" type="button" onClick={() => show("data")}>
          Choose other columns
        </button>
      </div>
    </section>
  );
}

function SavedNote({ fitted }: { readonly fitted: Fitted }): JSX.Element {
  return (
    <aside>
      <Card title="A saved model">
        <p class="small">
          {fitted.savedFrom} was opened with its own settings: {methodOf(fitted.spec)}, {fitted.spec.family}. Its data
          are not in it, so it predicts and cannot be judged or changed.
        </p>
        {opened.value !== undefined && (
          <button class="button" type="button" onClick={leaveSaved}>
            Back to {opened.value.name}
          </button>
        )}
      </Card>
    </aside>
  );
}

function stemOf(fitted: Fitted): string {
  const name = fitted.savedFrom ?? opened.value?.name ?? "model";
  return name.replace(/\.\w+$/, "").replace(/-model$/, "");
}

interface FoundProps {
  readonly fitted: Fitted;
  readonly sentence: string;
  readonly isCurrent: boolean;
}

function Found({ fitted, sentence, isCurrent }: FoundProps): JSX.Element {
  const stem = stemOf(fitted);
  return (
    <>
      <Headline fitted={fitted} sentence={sentence} stem={stem} isCurrent={isCurrent} />
      <Forest fitted={fitted} stem={stem} />
      <div class="pair">
        {saved.value === undefined && <HeldOut judged={judged.value} stem={stem} responseName={fitted.responseName} />}
        <Effect fitted={fitted} stem={stem} />
      </div>
      <Predict fitted={fitted} />
      <Details fitted={fitted} />
    </>
  );
}

function Headline({ fitted, sentence, stem, isCurrent }: FoundProps & { readonly stem: string }): JSX.Element {
  const isWhole = isCurrent && !fitted.isDraft;
  const link = (): void => {
    const needs =
      set.value === undefined && opened.value !== undefined
        ? `Link copied. It holds the model, not the data: whoever opens it needs ${opened.value.name}.`
        : "Link copied";
    void copy(location.href, "link", needs);
  };
  return (
    <section class="headline" aria-label="What was found">
      <p class="soft small">
        {fitted.responseName} · {methodOf(fitted.spec)} · {fitted.spec.family} · {whole(fitted.rows)} rows
        {fitted.omitted > 0 && `, ${whole(fitted.omitted)} left out`}
        {fitted.isDraft && " · draft: intervals and the sentence follow when the slider rests"}
      </p>
      <h1 id="finding" class={fitted.isDraft ? "pending" : ""}>
        {sentence}
      </h1>
      {judged.value !== undefined && saved.value === undefined && <p id="judged">{judged.value.sentence}</p>}
      {fitted.notes.length > 0 && (
        <ul class="notes">
          {fitted.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div class="row">
        <button
          class="button"
          id="save-csv"
          type="button"
          disabled={!isWhole}
          onClick={() => saveCoefficients(fitted, stem)}
        >
          Save coefficients
        </button>
        <button
          class="button"
          id="save-model"
          type="button"
          disabled={!isWhole}
          onClick={() => saveModel(fitted, stem)}
        >
          Save model
        </button>
        {saved.value === undefined && (
          <button class="button" id="share" type="button" onClick={link}>
            Copy link
          </button>
        )}
      </div>
      <p class="small" id="said-here" aria-hidden="true">
        {said.value}
      </p>
    </section>
  );
}

function Details({ fitted }: { readonly fitted: Fitted }): JSX.Element {
  return (
    <details class="card" id="details">
      <summary>Details: how the fit ended, and the whole summary</summary>
      <dl class="facts">
        {fitted.facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {fitted.status.warnings.length > 0 && (
        <ul class="notes" id="warnings">
          {fitted.status.warnings.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      {fitted.summary !== "" && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide text is scrolled by the keyboard
        <pre id="summary" tabIndex={0}>
          {fitted.summary}
        </pre>
      )}
    </details>
  );
}
