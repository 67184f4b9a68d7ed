import { once } from "node:events";
import { GlmError } from "../../index.js";
import type { Predictions } from "../../stream/index.js";
import { optionOf } from "../flags/penalty.js";
import { EXIT } from "../output/exit.js";
import { writeWarning } from "../output/output.js";
import { countRows } from "../output/progress.js";
import type { Saved } from "../rows/saved.js";
import { checkFile } from "../rows/stream.js";
import { countingOf, isSvmlight, warnOfColumns } from "../rows/svmlight.js";
import type { Asked } from "../rows/verbs.js";
import { named, predictionsCsv } from "./predictions.js";

// Predictions for a file that is read a part at a time: they are written as they come.

/** Needs the rows at once, or more of them than their predictions. */
const REFUSED = [
  ...["interval", "predictionInterval", "keep", "append", "json", "transform", "decimal", "thousands", "na"],
  ...["comment", "encoding", "sheet"],
];

interface Flags extends Asked {
  readonly memory?: string;
  readonly offset?: string;
  readonly exposure?: string;
}

export async function predictSource(
  data: string | undefined,
  modelFile: string,
  saved: Saved,
  flags: Flags,
): Promise<number> {
  const { model } = saved;
  const all = flags as unknown as Readonly<Record<string, unknown>>;
  const refused = REFUSED.find((name) => all[name] !== undefined);
  const option =
    flags.type === "terms" ? "--type terms" : all.header === false ? "--no-header" : refused && optionOf(refused);
  if (option !== undefined) {
    const message = `${option} with --memory; expected one of them: predictions of a file that is read a part at a time are one column, or one for each class`;
    throw new GlmError("NOT_SUPPORTED", message);
  }
  const path = checkFile(data);
  const stream = await import("../../stream/index.js");
  const { type, unseen, offset, exposure, memory } = flags;
  const given = Object.entries({ unseen, offset, exposure, memory }).filter(([, value]) => value !== undefined);
  const asked = { type: type as "response", ...Object.fromEntries(given) };
  const predicted = isSvmlight(path)
    ? ofSvmlight(stream, path, modelFile, saved, flags)
    : stream.predict(model, stream.file(path), asked);
  const counter = countRows("predicting");
  let [rows, missing, unknown] = [0, 0, 0];
  try {
    for await (const { values, omitted = 0 } of predicted) {
      unknown += omitted;
      const found = named(model, values, flags, values.length);
      const text = predictionsCsv(found, undefined, rows === 0);
      if (process.stdout.destroyed) break; // nobody reads on
      if (!process.stdout.write(`${text}\n`))
        await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]);
      rows += values.length;
      missing += found.missing;
      counter.update(rows);
    }
  } finally {
    counter.stop();
  }
  warnOfColumns(path, unknown, model.names, "the model does not know");
  if (missing > 0) writeWarning(`${missing} of ${rows} rows have no prediction: a predictor is missing in them`);
  return EXIT.done;
}

function ofSvmlight(
  stream: typeof import("../../stream/index.js"),
  path: string,
  modelFile: string,
  saved: Saved,
  flags: Flags,
): AsyncIterable<Predictions> {
  const zeroBased = countingOf(path, modelFile, saved, flags);
  const asked = { type: flags.type as "response", memory: flags.memory!, beyond: "omit" } as const;
  return stream.predict(saved.model, stream.svmlight(path, { zeroBased }), asked);
}
