// A row typed in, and what the model says of it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Fitted } from "../messages.js";
import { ask, fitName } from "../store.js";
import { useAnswer } from "../ui/answered.js";
import { Card } from "../ui/card.js";
import { probability, shown } from "../ui/format.js";

const FIRST = 8;

export function Predict({ fitted }: { readonly fitted: Fitted }): JSX.Element {
  const [row, setRow] = useState<Readonly<Record<string, string>>>({});
  const [isLong, setLong] = useState(false);
  const { inputs } = fitted;
  const names = inputs.map(({ name }) => name).join("\n");
  useEffect(() => setRow(Object.fromEntries(inputs.map(({ name, typical }) => [name, typical]))), [names]);
  const isReady = !fitted.isDraft && inputs.every(({ name }) => row[name] !== undefined);
  const of = isReady ? `${fitName(fitted)} ${JSON.stringify(row)}` : undefined;
  const { value, error } = useAnswer(of, () => ask({ kind: "predict", row }, "predicting"));
  const few = isLong ? inputs : inputs.slice(0, FIRST);
  const set = (name: string, text: string): void => setRow({ ...row, [name]: text });
  return (
    <Card title="Predict a row" lead="It begins with a typical row: change it.">
      <div class="predict-form">
        {few.map(({ name, kind, levels }) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is in it
          <label class="field" key={name}>
            {name}
            {levels !== undefined ? (
              <select value={row[name] ?? ""} onChange={({ currentTarget }) => set(name, currentTarget.value)}>
                {levels.map((level) => (
                  <option key={level}>{level}</option>
                ))}
              </select>
            ) : (
              <input
                {...(kind === "date" ? { type: "date" } : { type: "text" })}
                inputMode={kind === "number" ? "decimal" : "text"}
                value={row[name] ?? ""}
                onInput={({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
                  set(name, currentTarget.value)
                }
              />
            )}
          </label>
        ))}
      </div>
      {inputs.length > FIRST && (
        <button class="button quiet" type="button" onClick={() => setLong(!isLong)}>
          {isLong ? "Fewer columns" : `All ${inputs.length} columns`}
        </button>
      )}
      <div class="predicted" role="status">
        {error !== undefined && <p class="soft">{error}</p>}
        {value?.values.length === 1 && (
          <p>
            <span class="soft">{fitted.predictionName}</span>
            <strong>{shown(value.values[0]!.value)}</strong>
            {value.values[0]!.lower !== undefined && (
              <span class="soft">
                95 % interval {shown(value.values[0]!.lower)} to {shown(value.values[0]!.upper)}
              </span>
            )}
          </p>
        )}
        {value !== undefined && value.values.length > 1 && (
          <ul class="bars">
            {value.values.map(({ name, value: p }, k) => (
              <li key={name}>
                <span>{name}</span>
                <span class="bar">
                  <span style={{ width: `${100 * p}%`, background: `var(--c${k % 10})` }} />
                </span>
                <span>{probability(p)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
