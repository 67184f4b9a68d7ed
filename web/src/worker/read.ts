// Bytes become columns of cells, by the code of the command line; what a person would have to say there is found out here, and told.
import { readSvmlight } from "dropglm/svmlight";
import type { Reading } from "../../../src/table/cell-notation.js";
import { type ColumnTable, columnsOf } from "../../../src/table/columns.js";
import { kindOf } from "../../../src/table/kind.js";
import { decimalCommas } from "../../../src/table/marks.js";
import { openCells } from "../../../src/table/open.js";
import { refuseOther } from "../../../src/table/signature.js";
import type { FileBytes } from "../../../src/table/source.js";
import type { AnyTable } from "../../../src/table/typed.js";
import type { Given } from "../messages.js";
import { bytesOf } from "./bytes.js";
import { type Held, heldSparse, heldTable } from "./held.js";
import { pause, type Tools } from "./tools.js";

/** Opens what was given. Nothing is kept of it if it fails. */
export async function read(given: Given, id: number, tools: Tools): Promise<Held> {
  const { name } = given;
  const bytes = await bytesOf(given, tools);
  await pause(tools);
  if (/\.(svm|libsvm|svmlight)(\.gz)?$/i.test(name)) {
    refuseOther(name, bytes);
    const { x, y } = await readSvmlight(inPieces(bytes, name, tools));
    return heldSparse(id, name, x, y);
  }
  const { table, notes } = await tableOf({ name, bytes }, tools);
  return heldTable(id, name, table, notes, tools);
}

const PIECE = 1 << 20;

async function* inPieces(bytes: Uint8Array, name: string, tools: Tools): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
    tools.tell(`reading ${name}`, at / bytes.length);
    await pause(tools);
  }
}

async function tableOf(file: FileBytes, tools: Tools): Promise<{ table: ColumnTable; notes: string[] }> {
  const notes: string[] = [];
  const isText = kindOf(file) === "text";
  if (isText) refuseOther(file.name, file.bytes);
  const reading: Reading = isText && !isUtf(file.bytes) ? { encoding: "windows-1252" } : {};
  if (reading.encoding !== undefined) {
    notes.push(
      "The file is not UTF-8; it was read as Latin-1 (Windows-1252). If letters look wrong, save it as UTF-8.",
    );
  }
  const cells = await openCells(file, reading, async (part) => {
    tools.tell(`reading ${file.name}`, part);
    await pause(tools);
  });
  const own = hasDecimalCommas(cells, reading) ? { ...reading, decimal: "," as const } : reading;
  if (own.decimal === ",") notes.push("Numbers were read with a decimal comma.");
  try {
    const table = columnsOf(cells, own);
    if (table.rowNames !== undefined) {
      notes.push("The first column has no name: it was taken for the names of the rows, and is no column here.");
    }
    return { table, notes };
  } catch (cause) {
    throw inPage(cause);
  }
}

/** An error without what can be done on the command line alone. */
function inPage(cause: unknown): Error {
  const { message } = cause as Error;
  return new Error(message.replace(/:? on the command line .*$/, "; correct it in the file"));
}

/** Whether bytes are UTF-8, or UTF-16 with its mark or its zeros. */
function isUtf(bytes: Uint8Array): boolean {
  if (bytes.subarray(0, 4).some((byte) => byte === 0 || byte === 0xff || byte === 0xfe)) return true;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch (cause) {
    return !(cause instanceof TypeError);
  }
}

function hasDecimalCommas(table: AnyTable, reading: Reading): boolean {
  return "rows" in table && table.names.some((_, j) => decimalCommas(table, j, reading).commas.length > 0);
}
