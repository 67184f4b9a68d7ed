// What both models say of a picture: a bar for each class, side by side.
import type { Verdict as Chances } from "./messages.js";
import { opened, shown, verdict } from "./state.js";

const percent = (p: number): string => `${p > 0.995 && p < 1 ? ">\u00a099" : Math.round(100 * p)}\u00a0%`;
const best = (chances: readonly number[]): number => chances.reduce((k, p, j) => (p > chances[k]! ? j : k), 0);

/** The sentence above the bars. */
export function sentenceOf({ ridge, dropout }: Chances, classes: readonly string[], label: string | undefined): string {
  const [r, d] = [best(ridge), best(dropout)];
  const say = (k: number, chances: readonly number[]): string => `${classes[k]} (${percent(chances[k]!)})`;
  const truth = label === undefined ? "" : ` It is a ${label}.`;
  if (r === d)
    return `Both say ${classes[r]}: ridge with ${percent(ridge[r]!)}, dropout with ${percent(dropout[d]!)}.${truth}`;
  return `They differ: ridge says ${say(r, ridge)}, dropout ${say(d, dropout)}.${truth}`;
}

export function Verdict() {
  const [found, set] = [verdict.value, opened.value];
  const classes = set?.classes ?? [];
  return (
    <div class="digits-verdict">
      <p aria-live="polite">
        {found === undefined
          ? "Draw a digit: both models name it at once."
          : sentenceOf(found, classes, shown.value?.label)}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">digit</th>
            <th scope="col">ridge</th>
            <th scope="col">dropout</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((name, k) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <Chance kind="ridge" chances={found?.ridge} k={k} />
              <Chance kind="dropout" chances={found?.dropout} k={k} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Chance({ kind, chances, k }: { kind: string; chances: readonly number[] | undefined; k: number }) {
  const p = chances?.[k];
  const isBest = chances !== undefined && best(chances) === k;
  return (
    <td class={isBest ? "digits-best" : ""}>
      <span class="digits-track" aria-hidden="true">
        <span class={`digits-bar digits-bar-${kind}`} style={{ width: `${100 * (p ?? 0)}%` }} />
      </span>
      <span class="digits-chance">{p === undefined ? "" : percent(p)}</span>
    </td>
  );
}
