import { GlmError } from "../../index.js";
import { prefixed } from "../output/prefixed.js";

/** The places of rows in a file. */
export interface Place {
  /** File name for messages. */
  readonly source: string;
  /** Line of the file, counted from 1, on which row i begins. */
  readonly lines: Uint32Array;
  /** What `lines` counts; default: lines. */
  readonly unit?: "line" | "row";
}

/**
 * Runs `work`; an error about row i of the library's arrays, or of its table, also names the place of that row in the file. Rows without
 * labels, which the library calls unlabeled.x, are in their own file.
 */
export async function located<T>(data: Place, work: () => T | Promise<T>, unlabeled?: Place): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GlmError)) throw error;
    const {
      source,
      lines,
      unit = "line",
    } = unlabeled !== undefined && error.message.startsWith("unlabeled.x") ? unlabeled : data;
    const line = lines[rowOf(error.detail) ?? -1];
    if (line !== undefined) throw prefixed(inFlags(error), `${source}, ${unit} ${line}`);
    throw error.message.includes(NO_COLUMN) ? prefixed(inFlags(error), source) : inFlags(error);
  }
}

/** What the library says of a table without a column that is asked for. */
const NO_COLUMN = "the data has no column";

/** The error with the options of the library as they are written here: set missing: "omit" is set --missing "omit". */
function inFlags(error: GlmError): GlmError {
  const { code, message, detail } = error;
  const [first, ...picture] = message.split("\n");
  const flags = first!
    .replace('write it with one, as text.replace(",", ".") does, or', 'read it by --decimal "," or, if it is text,')
    .replace(/\bset types: \{ (.*?): "(\w+)" \}/, "set --types $1=$2")
    .replace(/^names holds /, "--columns holds ")
    .replace(/\bset (missing|unseen): /, "set --$1 ");
  return flags === first ? error : new GlmError(code, flags, detail, picture);
}

/** The row that an error is about, or the first of several. */
function rowOf({ row, rows }: GlmError["detail"]): number | undefined {
  const first: unknown = Array.isArray(rows) ? rows[0] : row;
  return typeof first === "number" ? first : undefined;
}
