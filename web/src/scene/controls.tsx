// Play, step, phases, speed and rate.
import { type Frame, PHASE_NAMES, PHASES } from "./frames.js";
import { type Player, prefersStill } from "./player.js";

export interface ControlsProps {
  readonly player: Player;
  readonly frames: readonly Frame[];
  readonly rate: number;
  readonly setRate: (rate: number) => void;
}

const SPEEDS = [0.5, 1, 2, 4];

export function Controls({ player, frames, rate, setRate }: ControlsProps) {
  const { at, isPlaying, speed, go, toggle, setSpeed } = player;
  const phase = frames[at]!.phase;
  const isStill = prefersStill();
  return (
    <div class="scene-controls">
      <fieldset class="scene-steps" aria-label="Steps of the scene">
        {!isStill && (
          <button type="button" class="scene-play" onClick={toggle}>
            {isPlaying ? "Pause" : at === frames.length - 1 ? "Play again" : "Play"}
          </button>
        )}
        <button type="button" aria-label="Step back" disabled={at === 0} onClick={() => go(at - 1)}>
          {"\u2190"}
        </button>
        <button type="button" aria-label="Step forward" disabled={at === frames.length - 1} onClick={() => go(at + 1)}>
          {"\u2192"}
        </button>
      </fieldset>
      <fieldset class="scene-phases" aria-label="Phases of the scene">
        {PHASES.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === phase ? "step" : undefined}
            onClick={() => go(frames.findIndex((frame) => frame.phase === name))}
          >
            {PHASE_NAMES[name]}
          </button>
        ))}
      </fieldset>
      {!isStill && (
        <label class="scene-speed">
          Speed
          <select value={String(speed)} onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}>
            {SPEEDS.map((one) => (
              <option key={one} value={String(one)}>
                {one} x
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="scene-rate">
        Dropout rate
        <input
          type="range"
          min="0.1"
          max="0.7"
          step="0.05"
          value={String(rate)}
          aria-valuetext={`${Math.round(100 * rate)} percent of the entries`}
          onInput={({ currentTarget }) => setRate(Number(currentTarget.value))}
        />
        <output>{rate.toFixed(2)}</output>
      </label>
    </div>
  );
}
