import { GlmError } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes } from "../../table/source.js";
import { type DataFlags, readingOf } from "../flags/data.js";
import { checkRoles, type Data, readData, responseOf } from "./data.js";
import { isSvmlight, readSvmlightData } from "./svmlight.js";

/** Reads the input of `fit` and `try`: a file of SVMlight, recognized by its name, or a table. */
export async function loadData(file: string | undefined, flags: DataFlags): Promise<Data> {
  if (isSvmlight(file)) return readSvmlightData(file, flags);
  responseOf(flags); // before anything is read, perhaps from a keyboard
  checkRoles(flags);
  if (flags.zeroBased) {
    throw new GlmError(
      "BAD_OPTION",
      "--zero-based works only with files of SVMlight (.svm, .libsvm, .svmlight): leave it out",
    );
  }
  return readData(await openTable(await readBytes(file), readingOf(flags)), flags);
}
