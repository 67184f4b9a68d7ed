import { createReadStream } from "node:fs";
import type { ArrowTable } from "../input/foreign.js";
import { damaged } from "../table/damaged.js";
import { needed } from "../table/packages.js";

/** The rows of a file or a stream of Arrow, a batch at a time. */
export async function* arrowRows(path: string, columns: readonly string[] | undefined): AsyncGenerator<ArrowTable> {
  const what = `${path} is a file of Arrow`;
  const arrow = await needed(what, "apache-arrow", () => import("apache-arrow"));
  const stream = createReadStream(path);
  try {
    const reader = await arrow.RecordBatchReader.from(stream);
    await reader.open();
    for await (const batch of reader) {
      const table = new arrow.Table([batch]);
      const names = table.schema.fields.map(({ name }) => String(name));
      const wanted = names.filter((name) => columns === undefined || columns.includes(name));
      if (table.numRows > 0) yield table.select(wanted) as unknown as ArrowTable;
    }
  } catch (error) {
    throw damaged(what, error);
  } finally {
    stream.destroy();
  }
}
