import * as library from "dropglm";
import { program } from "./program.mjs";

program(library).then(
  (answer) => {
    document.documentElement.dataset.answer = answer;
  },
  (error) => {
    document.documentElement.dataset.answer = `${error.code} ${error.message}`;
  },
);
