import { render } from "preact";
import { start } from "../store.js";
import { App } from "./app.js";

start();
render(<App />, document.getElementById("app")!);
addEventListener("hashchange", start);
