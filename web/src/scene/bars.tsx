// The ridge of each column that dropout has come to, beside a plain ridge of the same total.
import { type Frame, ridgesOf, short, type World } from "./frames.js";

interface Row {
  readonly name: string;
  readonly value: number | undefined;
  readonly even: number | undefined;
}

export function Bars({ world, frame }: { readonly world: World; readonly frame: Frame }) {
  const found = ridgesOf(world, frame);
  const start = ridgesOf(world, { ...frame, steps: 1 })!; // the largest, before the model is certain of anything
  const most = Math.max(...start.own);
  const rows: Row[] = [
    { name: "common column", value: found?.own[0], even: found?.even },
    { name: "rare column", value: found?.own[1], even: found?.even },
  ];
  return (
    <div class={`scene-bars${found === undefined ? " scene-waiting" : ""}`}>
      <p class="scene-bars-title">The penalty that dropout comes to, beside a plain ridge of the same total</p>
      <dl>
        {rows.map(({ name, value, even }) => (
          <div key={name}>
            <dt>{name}</dt>
            <Bar kind="dropout" value={value} most={most} />
            <Bar kind="ridge" value={even} most={most} />
          </div>
        ))}
      </dl>
    </div>
  );
}

function Bar({
  kind,
  value,
  most,
}: {
  readonly kind: string;
  readonly value: number | undefined;
  readonly most: number;
}) {
  return (
    <dd>
      <span class="scene-bar-name">{kind}</span>
      <span class="scene-bar-track" aria-hidden="true">
        <span class={`scene-bar scene-bar-${kind}`} style={{ width: `${(100 * (value ?? 0)) / most}%` }} />
      </span>
      <span class="scene-bar-value">{value === undefined ? "\u2013" : short(value)}</span>
    </dd>
  );
}
