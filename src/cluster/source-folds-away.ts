import { resolve as absolute } from "node:path";
import { pack } from "../base/packed.js";
import { refusal } from "../base/refusal.js";
import type { FoldFitters, FoldTask } from "../stream/index.js";
import { told } from "./broker.js";
import { openDriver } from "./driver.js";
import { askFor, nameOf } from "./judged.js";
import type { Asked } from "./presence.js";

/** Folds of a source, fitted by workers that read it. */
export async function openSourceFolds(asked: Asked): Promise<FoldFitters> {
  const driver = await openDriver(asked, true);
  const judge: FoldFitters["judge"] = async (task) => {
    const { folds, outers } = task;
    const work = {
      kind: "foldsOfSource",
      name: nameOf(folds),
      count: folds.length,
      bytes: pack(placed(task)),
    } as const;
    try {
      const judged = await askFor(driver, work, folds.map(() => outers.length)); // biome-ignore format: one line
      if ("error" in judged) throw refusal(judged.error);
      return judged.results;
    } catch (error) {
      throw told(error);
    }
  };
  return { count: () => driver.threads(), judge, end: () => driver.end() };
}

/** With the path that its file has from everywhere. */
function placed(task: FoldTask): FoldTask {
  const { place } = task;
  return place.kind === "file" ? { ...task, place: { ...place, path: absolute(place.path) } } : task;
}
