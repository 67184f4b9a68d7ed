import { GlmError } from "../../index.js";
import { readTable } from "../../table/read-table.js";
import { readSource } from "../../table/source.js";
import type { DataFlags } from "../flags/data.js";
import { checkRoles, type Data, readData, responseOf } from "./data.js";
import { isSvmlight, readSvmlightData } from "./svmlight.js";

/** What `fit` and `compare` were told to read: a file of SVMlight, known by its name, or a table. */
export async function loadData(file: string | undefined, flags: DataFlags): Promise<Data> {
  if (isSvmlight(file)) return readSvmlightData(file, flags);
  responseOf(flags); // before anything is read, from a keyboard perhaps
  checkRoles(flags);
  if (flags.zeroBased) {
    throw new GlmError(
      "BAD_OPTION",
      "--zero-based works only with files of SVMlight (.svm, .libsvm, .svmlight): leave it out",
    );
  }
  return readData(readTable(await readSource(file)), flags);
}
