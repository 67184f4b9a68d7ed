// A fit, step by step: the picture, its controls, the table, and what was certified.
import "./steps.css";
import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import type { Steps } from "../messages.js";
import { minus, shown } from "../ui/format.js";
import { GapPicture } from "./gap-picture.js";
import { PointsPicture } from "./points-picture.js";
import { StepsTable } from "./steps-table.js";
import { SurfacePicture } from "./surface-picture.js";
import { useWalk, type Walk } from "./walk.js";

const SOLVERS: Readonly<Record<string, string>> = {
  newton: "Newton's method",
  lbfgs: "L-BFGS",
  "newton-cg": "Newton's method with conjugate gradients",
  "coordinate-descent": "Coordinate descent",
};

export function StepsView({ steps }: { readonly steps: Steps }): JSX.Element {
  const walk = useWalk(steps.rows.length);
  const { at, go } = walk;
  const onMark = useCallback((k: number | undefined) => k !== undefined && go(k), [steps]);
  const picture = { steps, at, onMark };
  return (
    <div class="steps stack">
      <section class="card">
        <h2>{findingOf(steps)}</h2>
        {steps.surface !== undefined ? (
          <>
            <SurfacePicture {...picture} />
            <p class="small soft">
              Each line is one height of the objective.
              {steps.surface.held === undefined ? "" : ` ${steps.surface.held}, where the fit ended.`} Filled dots were
              accepted, hollow ones rejected.
            </p>
          </>
        ) : (
          <div class="pair">
            <div>
              <h3>How far from the end</h3>
              <GapPicture {...picture} />
            </div>
            <div>
              <h3>The coefficients on their way</h3>
              <PointsPicture {...picture} />
            </div>
          </div>
        )}
        <Controls walk={walk} count={steps.rows.length} />
        <Told steps={steps} at={at} />
      </section>
      <section class={`card steps-certificate ${steps.isCertified ? "good" : "bad"}`}>
        <h2>{steps.isCertified ? "The end is certified" : "The end is not certified"}</h2>
        <p>{minus(steps.certificate)}</p>
      </section>
      {steps.surface !== undefined && (
        <section class="card">
          <h2>How far from the end</h2>
          <GapPicture {...picture} />
        </section>
      )}
      <section class="card">
        <h2>Every look at the rows</h2>
        <StepsTable steps={steps} at={at} go={go} />
      </section>
    </div>
  );
}

/** The headline, with its numbers. */
function findingOf({ rows, solver }: Steps): string {
  const accepted = rows.filter(({ verdict }) => verdict === "accepted").length;
  const rejected = rows.filter(({ verdict }) => verdict === "rejected").length;
  const passes = rows.at(-1)!.passes;
  const tries = rejected === 0 ? "" : ` and ${rejected} rejected ${rejected === 1 ? "trial" : "trials"}`;
  return `${SOLVERS[solver] ?? solver} took ${accepted} ${accepted === 1 ? "step" : "steps"}${tries}, reading the rows ${passes} times.`;
}

function Controls({ walk, count }: { walk: Walk; count: number }): JSX.Element {
  const { at, isPlaying, step, toggle, go } = walk;
  return (
    <div class="steps-controls">
      <button type="button" class="button" disabled={at === 0} onClick={() => step(-1)}>
        Back
      </button>
      <button type="button" class="button primary" onClick={toggle}>
        {isPlaying ? "Pause" : "Play"}
      </button>
      <button type="button" class="button" disabled={at === count - 1} onClick={() => step(1)}>
        Step
      </button>
      <label>
        <span class="visually-hidden">Look at the rows</span>
        <input
          type="range"
          min={0}
          max={count - 1}
          value={at}
          aria-valuetext={`look ${at} of ${count - 1}`}
          onInput={({ currentTarget }) => go(Number(currentTarget.value))}
        />
      </label>
      <span class="small soft steps-count">
        {at} of {count - 1}
      </span>
    </div>
  );
}

const MOST_COEFFICIENTS = 6;

/** The chosen look: its sentence and its point. */
function Told({ steps, at }: { steps: Steps; at: number }): JSX.Element {
  const { names, rows } = steps;
  const row = rows[at]!;
  return (
    <div class="steps-told" aria-live="polite">
      <p class={`verdict ${row.verdict}`}>{row.why}</p>
      <dl>
        <div>
          <dt>objective</dt>
          <dd>{shown(row.objective, 7)}</dd>
        </div>
        {names.slice(0, MOST_COEFFICIENTS).map((name, j) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shown(row.point[j], 4)}</dd>
          </div>
        ))}
        {names.length > MOST_COEFFICIENTS && (
          <div>
            <dt>and</dt>
            <dd>{names.length - MOST_COEFFICIENTS} more</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
