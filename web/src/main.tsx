import { render } from "preact";
import { App } from "./app/app.js";
import { start } from "./store.js";

start();
render(<App />, document.getElementById("app")!);
addEventListener("hashchange", start);
