// The same data in other clothes: every command reads the same numbers.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { expectRefusal, ROWS, workplace } from "../command.js";

const { put, run } = workplace();
const NAMES = ["a", "b", "y"] as const;
const objects = ROWS.map((row) => Object.fromEntries(NAMES.map((name, j) => [name, row[j]!])));
const european = (v: number): string => String(v).replace(".", ",");
const LINES = ["a,b,y", ...ROWS.map((row) => row.join(","))].join("\n");
const FILES: readonly [file: string, content: string | Uint8Array, flags?: readonly string[]][] = [
  ["rows.json", JSON.stringify(objects, null, 1)],
  ["lines.ndjson", objects.map((row) => JSON.stringify(row)).join("\n")],
  ["columns.json", JSON.stringify(Object.fromEntries(NAMES.map((name, j) => [name, ROWS.map((row) => row[j])])))],
  ["commas.csv", ["a;b;y", ...ROWS.map((row) => row.map(european).join(";"))].join("\n"), ["--decimal", ","]],
  ["latin.csv", Buffer.from(`# von Hand, für Jörg, zum Prüfen, bald\n${LINES}`, "latin1"), ["--encoding", "latin1"]],
  ["comments.csv", `% made by hand\n${LINES.replace("\n", "\n% more\n")}`, ["--comment", "%"]],
  ["top.csv", `# made by hand\n${LINES}`],
  [
    "rows.parquet",
    new Uint8Array(
      parquetWriteBuffer({ columnData: NAMES.map((name, j) => ({ name, data: ROWS.map((row) => row[j]!) })) }),
    ),
  ],
  [
    "rows.arrow",
    tableToIPC(
      tableFromArrays(Object.fromEntries(NAMES.map((name, j) => [name, Float64Array.from(ROWS, (row) => row[j]!)]))),
      "file",
    ),
  ],
  ["names.csv", ['"",a,b,y', ...ROWS.map((row, i) => [`r${i}`, ...row].join(","))].join("\n")],
];
put("d.csv", LINES);
for (const [file, content] of FILES) put(file, content);

describe("the same table", () => {
  const args = ["--response", "y", "--family", "binomial"];
  const plain = run(["fit", "d.csv", ...args, "--save", "model.json"]);
  const predicted = run(["predict", "model.json", "d.csv"]);

  it.each(FILES)("as %s", (file, _, flags = []) => {
    expect(run(["fit", file, ...args, ...flags])).toEqual(plain);
    expect(run(["predict", "model.json", file, ...flags])).toEqual(predicted);
    expect(run(["diagnose", "model.json", file, "--response", "y", ...flags]).code).toBe(0);
  });

  it("without a header line", () => {
    put("bare.csv", ROWS.map((row) => row.join(",")).join("\n"));
    const found = run(["fit", "bare.csv", "--no-header", "--response", "x3", "--family", "binomial"]);
    expect(found.out).toBe(plain.out.replace(/\ba {2}/, "x1 ").replace(/\bb {2}/, "x2 "));
  });

  it("refuses a file that unpacks without end", () => {
    put("bomb.csv.gz", gzipSync(Buffer.alloc(2 ** 30 + 1, "1")) as never);
    expectRefusal(run(["fit", "bomb.csv.gz", ...args]), /bomb\.csv\.gz unpacks to more than 1 GiB/);
  });

  it("is read from a sheet of a workbook, whose rows are named", () => {
    const book = fileURLToPath(new URL("../../table/files/book.xlsx", import.meta.url));
    const args = ["--response", "x", "--columns", "__proto__"];
    expectRefusal(
      run(["fit", book, ...args]),
      /book\.xlsx, sheet "data", row 9, column "x": the value is missing; fill/,
    );
    expectRefusal(run(["fit", book, ...args, "--sheet", "no"]), /book\.xlsx has no sheet "no" \(--sheet\); its sheets/);
    expectRefusal(run(["fit", "d.csv", ...args, "--sheet", "no"]), /--sheet "no": d\.csv is no workbook of Excel/);
    const text = ["fit", book, "--sheet", "other", "--response", "b", "--family", "binomial", "--lasso", "0.1"];
    expect(run(text)).toMatchObject({ code: 0, error: "" });
  });

  it("names the row of a column of JSON, and the line of an object", () => {
    put("bad.json", '{"a": [1, "x"], "y": [1, 2]}');
    expectRefusal(run(["fit", "bad.json", "--response", "y"]), /bad\.json, row 2, column "a": "x" is not a number/);
    put("bad.ndjson", '{"a": 1, "y": 1}\n{"a": "x", "y": 2}');
    expectRefusal(
      run(["fit", "bad.ndjson", "--response", "y"]),
      /bad\.ndjson, line 2, column "a": "x" is not a number/,
    );
  });
});
