import * as library from "./node_modules/dropglm/dist/external.mjs";
import { program } from "./program.mjs";

library
  .load("assets/core.wasm")
  .then(() => program(library))
  .then(
    (answer) => {
      document.documentElement.dataset.answer = answer;
    },
    (error) => {
      document.documentElement.dataset.answer = `${error.code} ${error.message}`;
    },
  );
