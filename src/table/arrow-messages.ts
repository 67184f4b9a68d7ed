import { checkTable, fieldAt, numberAt, type Shape } from "./flatbuffers.js";

// The messages of a file or stream of Arrow are checked before they are read: apache-arrow trusts their lengths, and a damaged one would keep
// it busy without end. Format: Message.fbs, Schema.fbs, File.fbs and "Encapsulated message format" of Apache Arrow.

const TEXT: Shape = 1;
const PAIR: Shape = { 0: TEXT, 1: TEXT };
const FIELD: { [field: number]: Shape } = { 0: TEXT, 3: {}, 4: { 1: {} }, 6: [PAIR] };
FIELD[5] = [FIELD]; // children
const SCHEMA: Shape = { 1: [FIELD], 2: [PAIR], 3: 8 };
const RECORD_BATCH: Shape = { 1: 16, 2: 16, 3: {}, 4: 8 };
const DICTIONARY_BATCH: Shape = { 1: RECORD_BATCH };
const FOOTER: Shape = { 1: SCHEMA, 2: 24, 3: 24, 4: [PAIR] };
/** By the kind of a message: schema, dictionary, rows. */
const HEADERS: readonly (Shape | undefined)[] = [undefined, SCHEMA, DICTIONARY_BATCH, RECORD_BATCH];

const MAGIC = "ARROW1";
const CONTINUATION = 0xffffffff;
/** Bytes of a place of a message in the footer. */
const BLOCK = 24;

/** Refuses messages whose parts lie outside of them. */
export function checkMessages(bytes: Uint8Array): void {
  const isFile = String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
  if (isFile) checkFile(bytes);
  else for (let at = 0; at < bytes.length; ) at = checkMessage(bytes, at);
}

/** A file lists its messages in a footer. */
function checkFile(bytes: Uint8Array): void {
  const view = viewOf(bytes);
  const end = bytes.length - MAGIC.length - 4;
  if (end < 16 || String.fromCharCode(...bytes.subarray(-MAGIC.length)) !== MAGIC)
    throw new RangeError("its end is missing");
  const length = view.getInt32(end, true);
  if (!(length > 0 && length <= end)) throw new RangeError("its footer lies outside of it");
  const footer = viewOf(bytes.subarray(end - length, end));
  const root = footer.getUint32(0, true);
  checkTable(footer, root, FOOTER);
  for (const list of [2, 3]) {
    const field = fieldAt(footer, root, list);
    if (field === undefined) continue;
    const vector = field + footer.getUint32(field, true);
    for (let k = 0; k < footer.getUint32(vector, true); k++) {
      const at = Number(footer.getBigInt64(vector + 4 + k * BLOCK, true));
      if (!(at >= 8 && at < end - length)) throw new RangeError("a message lies outside of it");
      checkMessage(bytes, at);
    }
  }
}

/** Checks a message and returns the place after its body. */
function checkMessage(bytes: Uint8Array, start: number): number {
  const view = viewOf(bytes);
  const at = start + (view.getUint32(start, true) === CONTINUATION ? 4 : 0);
  const length = view.getInt32(at, true);
  if (length === 0) return bytes.length; // the end of a stream
  const body = at + 4 + length;
  if (!(length > 0 && body <= bytes.length)) throw new RangeError("a message lies outside of it");
  const message = viewOf(bytes.subarray(at + 4, body));
  const root = message.getUint32(0, true);
  const kind = fieldAt(message, root, 1);
  const header = kind === undefined ? undefined : HEADERS[message.getUint8(kind)];
  if (header === undefined) throw new RangeError("a message is of no kind that is known");
  checkTable(message, root, { 2: header, 4: [PAIR] });
  const next = body + numberAt(message, root, 3);
  if (!(next >= body && next <= bytes.length)) throw new RangeError("the body of a message lies outside of it");
  return next;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
