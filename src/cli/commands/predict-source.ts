import { once } from "node:events";
import { GlmError, type Model } from "../../index.js";
import { optionOf } from "../flags/penalty.js";
import { EXIT } from "../output/exit.js";
import { writeWarning } from "../output/output.js";
import { countRows } from "../output/progress.js";
import { checkFile } from "../rows/stream.js";
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

export async function predictSource(data: string | undefined, model: Model, flags: Flags): Promise<number> {
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
  const counter = countRows("predicting");
  let [rows, missing] = [0, 0];
  try {
    for await (const { values } of stream.predict(model, stream.file(path), asked)) {
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
  if (missing > 0) writeWarning(`${missing} of ${rows} rows have no prediction: a predictor is missing in them`);
  return EXIT.done;
}
