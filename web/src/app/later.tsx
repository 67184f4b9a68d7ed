import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A view whose code is fetched when it is opened for the first time. */
export function later(load: () => Promise<ComponentType>): () => JSX.Element {
  let known: ComponentType | undefined;
  return function Later() {
    const [View, setView] = useState<{ readonly of: ComponentType } | undefined>(known && { of: known });
    const [failed, setFailed] = useState("");
    useEffect(() => {
      if (View !== undefined) return;
      load().then(
        (found) => {
          known = found;
          setView({ of: found });
        },
        () => setFailed("This view could not be fetched. Are you offline? Reload the page when you are back."),
      );
    }, [View]);
    if (failed !== "") return <p class="trouble">{failed}</p>;
    return View === undefined ? <p class="empty">Opening</p> : <View.of />;
  };
}
