// What predictions do along one column, the others at their typical values.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Fitted } from "../messages.js";
import { ask, fitName } from "../store.js";
import { useAnswer } from "../ui/answered.js";
import { Card } from "../ui/card.js";
import { Unanswered } from "../ui/unanswered.js";
import { EffectPlot } from "./effect-plot.js";

export function Effect({ fitted, stem }: { readonly fitted: Fitted; readonly stem: string }): JSX.Element | null {
  const [wanted, setWanted] = useState<string | undefined>(undefined);
  const term = wanted !== undefined && fitted.terms.includes(wanted) ? wanted : fitted.terms[0];
  const of = fitted.isDraft || term === undefined ? undefined : `${fitName(fitted)} ${term}`;
  const answered = useAnswer(of, () => ask({ kind: "effect", term: term! }, "computing the effect"));
  const { value } = answered;
  if (term === undefined) return null;
  return (
    <Card
      title="Effect of a column"
      picture={`${stem}-effect-${term}`}
      lead={value?.note ?? "Predictions along one column, the others at their typical values; shaded: 95 % interval."}
      actions={
        <select aria-label="Column" value={term} onChange={({ currentTarget }) => setWanted(currentTarget.value)}>
          {fitted.terms.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      }
    >
      {value === undefined ? (
        <Unanswered answered={answered} doing="The effect is being computed" />
      ) : (
        <EffectPlot effect={value} />
      )}
    </Card>
  );
}
