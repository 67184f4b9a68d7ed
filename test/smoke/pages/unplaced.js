// Of a bundler that does not bring worker.mjs along. ?folds=auto, or a number; ?url=address of worker.mjs.
import * as library from "dropglm";
import { program } from "./program.mjs";
import { report } from "./report.mjs";

const asked = new URLSearchParams(location.search);
const folds = asked.get("folds") ?? "auto";
report(program(library, { folds: folds === "auto" ? folds : Number(folds), workerUrl: asked.get("url") ?? undefined }));
