import * as library from "./node_modules/dropglm/dist/index.mjs";
import { program } from "./program.mjs";

program(library).then(
  (answer) => {
    document.documentElement.dataset.answer = answer;
  },
  (error) => {
    document.documentElement.dataset.answer = `${error.code} ${error.message}`;
  },
);
