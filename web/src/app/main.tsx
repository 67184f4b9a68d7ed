import { render } from "preact";
import { start } from "../store.js";
import { App } from "./app.js";

start();
render(<App />, document.getElementById("app")!);
addEventListener("hashchange", start);

/** After the first picture, so that it takes nothing of the time to it. */
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  addEventListener("load", () =>
    setTimeout(() => void navigator.serviceWorker.register("./offline.js").catch(() => {}), 2000),
  );
}
