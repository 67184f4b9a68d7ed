import * as library from "./node_modules/dropglm/dist/external.mjs";
import { program } from "./program.mjs";

library
  .load(fetch("./node_modules/dropglm/dist/core.wasm"))
  .then(() => program(library))
  .then(
    (answer) => {
      document.documentElement.dataset.answer = answer;
    },
    (error) => {
      document.documentElement.dataset.answer = `${error.code} ${error.message}`;
    },
  );
