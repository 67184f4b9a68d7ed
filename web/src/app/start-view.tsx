// Data first; below it, what dropout does.
import type { JSX } from "preact";
import { OpenData } from "../data/open-data.js";
import { Scene } from "../scene/scene.js";

export function StartView(): JSX.Element {
  return (
    <div class="stack">
      <section class="stack" aria-labelledby="welcome">
        <div>
          <h1 id="welcome">Drop a table, read what was found.</h1>
          <p class="soft">Regression models, fitted in this tab. Your data never leave it.</p>
        </div>
        <OpenData />
      </section>
      <Scene />
    </div>
  );
}
