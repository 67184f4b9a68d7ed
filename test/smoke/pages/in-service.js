// A service worker: it has no threads.
import * as library from "./node_modules/dropglm/dist/index.mjs";
import { program } from "./program.mjs";

addEventListener("message", ({ data, source }) => {
  program(library, { workers: data, folds: data }).then(
    (answer) => source.postMessage(answer),
    ({ code, message }) => source.postMessage(`${code} ${message}`),
  );
});
