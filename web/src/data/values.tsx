// What is in a column, as a small picture with its values in words.
import type { JSX } from "preact";
import type { ColumnInfo } from "../messages.js";
import { shown, whole } from "../ui/format.js";

const [WIDTH, HEIGHT, GAP] = [192, 34, 1];
const MOST_LEVELS = 3;
const DAY = 86_400_000;

/** With as many digits as the ends of a range deserve, and no zeros after them. */
function plain(value: number): string {
  const text = shown(value, 4);
  return /[e,]/.test(text)
    ? text
    : text.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") || text.includes(".") ? "" : zeros));
}

const end = (value: number, isDate: boolean): string =>
  isDate ? new Date(value * DAY).toISOString().slice(0, 10) : plain(value);

export function Values({ column }: { readonly column: ColumnInfo }): JSX.Element {
  if (column.kind === "category") return <Levels column={column} />;
  const { histogram, kind, mean } = column;
  if (histogram === undefined) return <span class="soft small">no values</span>;
  const { low, high, counts } = histogram;
  const [from, to] = [end(low, kind === "date"), end(high, kind === "date")];
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  const words = `from ${from} to ${to}${mean === undefined || kind === "date" ? "" : `, mean ${shown(mean)}`}`;
  return (
    <div class="values" role="img" aria-label={`Values ${words}`} title={words}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {counts.map((count, k) => {
          const tall = count === 0 ? 0 : Math.max(1.5, (count / most) * HEIGHT);
          return <rect key={k} x={k * step} y={HEIGHT - tall} width={step - GAP} height={tall} />;
        })}
      </svg>
      <div class="values-ends" aria-hidden="true">
        <span>{from}</span>
        <span>{to}</span>
      </div>
    </div>
  );
}

function Levels({ column: { levels = [], others = 0, distinct } }: { readonly column: ColumnInfo }): JSX.Element {
  const named = levels.length <= MOST_LEVELS + 1 && others === 0 ? levels : levels.slice(0, MOST_LEVELS);
  const all = levels.reduce((sum, { count }) => sum + count, others);
  const rest = all - named.reduce((sum, { count }) => sum + count, 0);
  const restName = distinct >= 1000 ? "other levels" : `${whole(distinct - named.length)} other levels`;
  const lines = [...named, ...(rest > 0 ? [{ name: restName, count: rest }] : [])];
  const most = Math.max(1, ...named.map(({ count }) => count));
  return (
    <ul class="levels" aria-label="Levels">
      {lines.map(({ name, count }, k) => (
        <li key={name} title={`${name}: ${whole(count)}`} class={k >= named.length ? "rest" : undefined}>
          <span
            class="level-bar"
            aria-hidden="true"
            style={{ width: `${k >= named.length ? 0 : Math.min(100, (100 * count) / most)}%` }}
          />
          <span class="level-name">{name === "" ? "(blank)" : name}</span>
          <span class="level-count">{whole(count)}</span>
        </li>
      ))}
    </ul>
  );
}
