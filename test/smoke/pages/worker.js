import * as library from "./node_modules/dropglm/dist/index.mjs";
import { program } from "./program.mjs";

program(library).then(
  (answer) => postMessage(answer),
  (error) => postMessage(`${error.code} ${error.message}`),
);
