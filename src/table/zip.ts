// The list at the end of a zip archive, enough to tell what it is and how much it unpacks to. Format: APPNOTE of PKWARE, 4.3.12 and 4.3.16.

const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const MOST_COMMENT = 65_535;

/** A file within an archive. */
export interface Entry {
  readonly name: string;
  /** Bytes it unpacks to, as the archive says. */
  readonly size: number;
}

/** Whether the bytes begin as a zip archive. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === LOCAL;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The files of an archive; undefined if its list is missing or damaged. */
export function entriesOf(bytes: Uint8Array): Entry[] | undefined {
  const view = viewOf(bytes);
  if (bytes.length < END_SIZE) return undefined;
  const first = Math.max(0, bytes.length - END_SIZE - MOST_COMMENT);
  let end = bytes.length - END_SIZE;
  while (end > first && view.getUint32(end, true) !== END) end--;
  if (view.getUint32(end, true) !== END) return undefined;
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let k = view.getUint16(end + 10, true); k > 0; k--) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return undefined;
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
    entries.push({ name, size: view.getUint32(at + 24, true) });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Whether an archive is a workbook of Excel (.xlsx). */
export function isWorkbook(entries: readonly Entry[]): boolean {
  return entries.some(({ name }) => name === "xl/workbook.xml");
}
