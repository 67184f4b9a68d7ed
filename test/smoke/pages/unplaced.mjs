// The same in Node. Arguments: folds, and the address of worker.mjs.
import * as library from "dropglm";
import { program } from "./program.mjs";

const [folds = "auto", workerUrl] = process.argv.slice(2);
program(library, { folds: folds === "auto" ? folds : Number(folds), workerUrl }).then(
  console.log,
  ({ code, message }) => console.log(`${code} ${message}`),
);
