// The opening scene: what dropout does to two columns, from the first draw to the penalty that it stands for.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Bars } from "./bars.js";
import { Controls } from "./controls.js";
import { betaOf, captionOf, type Frame, pairText, short, type World, worldOf } from "./frames.js";
import { evenly, objectiveAt } from "./maths.js";
import type { Colours, Sheet } from "./paint.js";
import { paintPlane } from "./paint-plane.js";
import { paintSurface } from "./paint-surface.js";
import { prefersStill, useMotion, usePlayer, useSaid } from "./player.js";
import { Plot } from "./plot.js";
import { lowest } from "./surface.js";
import "./scene.css";

const FIRST_RATE = 0.4;

export function Scene() {
  const [rate, setRate] = useState(FIRST_RATE);
  const world = useMemo(() => worldOf(rate), [rate]);
  const section = useRef<HTMLElement>(null);
  const player = usePlayer(world.frames, useSeen(section));
  const frame = world.frames[player.at]!;
  const caption = captionOf(world, frame);
  return (
    <section class="scene" aria-labelledby="scene-title" ref={section}>
      <h2 id="scene-title">What dropout does</h2>
      <p class="scene-lead">
        Entries are dropped at random while a model is fitted. On average that is a penalty, and one that spares rare
        columns which tell a lot.
      </p>
      <p class="scene-caption">{caption}</p>
      <p class="scene-said" aria-live="polite">
        {useSaid(caption)}
      </p>
      <div class="scene-plots">
        <Plane world={world} frame={frame} speed={player.speed} />
        <Sampled world={world} frame={frame} />
        <Expected world={world} frame={frame} />
      </div>
      <ul class="scene-key">
        <li>axes: the two coefficients; the more colour, the lower</li>
        <li>
          <span class="scene-cross" aria-hidden="true" /> least loss of the data alone
        </li>
        <li>
          <span class="scene-dot" aria-hidden="true" /> of what is shown
        </li>
      </ul>
      <Bars world={world} frame={frame} />
      <Controls player={player} frames={world.frames} rate={rate} setRate={setRate} />
    </section>
  );
}

/** Whether a part of it is on the screen: nothing plays where nobody looks. */
function useSeen(element: { readonly current: HTMLElement | null }): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => setSeen(entry!.isIntersecting));
    watch.observe(element.current!);
    return () => watch.disconnect();
  }, []);
  return isSeen;
}

interface Shown {
  readonly world: World;
  readonly frame: Frame;
}

function Plane({ world, frame, speed }: Shown & { readonly speed: number }) {
  const again = useRef<(paint: (sheet: Sheet, colours: Colours) => void) => void>(() => {});
  const from = useRef(frame);
  const before = useRef({ world, frame });
  const moment = useRef(1);
  if (before.current.frame !== frame) {
    const isSameWorld = before.current.world === world; // another rate is shown at once
    from.current = isSameWorld ? before.current.frame : frame;
    moment.current = isSameWorld && !prefersStill() ? 0 : 1;
    before.current = { world, frame };
  }
  const paint = (sheet: Sheet, colours: Colours): void =>
    paintPlane(sheet, colours, world, from.current, frame, moment.current);
  useMotion(frame, speed, (t) => {
    moment.current = t;
    again.current(paint);
  });
  const beta = betaOf(world, frame);
  const title = frame.phase === "draws" ? `Data, draw ${frame.draws}` : "Data, and the boundary of the coefficients";
  return (
    <Plot
      title={title}
      text={`${world.points.length} points of two classes; the boundary belongs to the coefficients ${pairText(beta)} of the common and the rare column`}
      paint={paint}
      onReady={(draw) => {
        again.current = draw;
      }}
    />
  );
}

function Sampled({ world, frame }: Shown) {
  const surface = frame.draws === 0 ? world.plain : world.averageAt(frame.draws);
  const best = frame.draws === 0 ? world.free : lowest(surface);
  const title =
    frame.draws === 0 ? "Loss of the data alone" : `Average of ${frame.draws} ${frame.draws === 1 ? "draw" : "draws"}`;
  return (
    <Plot
      title={title}
      text={`${title}, over the coefficients of the common and the rare column; least near ${pairText(best)}`}
      paint={(sheet, colours) => paintSurface(sheet, colours, surface, { lowest: best, free: world.free, trace: [] })}
    />
  );
}

function Expected({ world, frame }: Shown) {
  const best = world.trace.at(-1)!;
  const trace = world.trace.slice(0, frame.steps);
  const rise = world.losses.at(-1)! - objectiveAt(evenly(world.points), best).value;
  const walked = trace.length === 0 ? "" : `; Newton's method has gone ${trace.map(pairText).join(", then ")}`;
  return (
    <Plot
      title="Expected: data and penalty, exactly"
      text={`Expected loss over the same coefficients; least at ${pairText(best)}, where the penalty is ${short(rise)}${walked}`}
      paint={(sheet, colours) =>
        paintSurface(sheet, colours, world.expected, { lowest: best, free: world.free, trace })
      }
    />
  );
}
