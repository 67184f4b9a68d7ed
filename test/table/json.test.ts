// Tables of JSON: rows, lines, columns. Every cell comes out as in CSV, and a mistake names its place.
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { readTable } from "../../src/table/read-table.js";
import { messageOf } from "../cli/command.js";
import { forMutants, mutant, pick } from "../helpers/mutants.js";

const table = (text: string) => readTable({ name: "t.json", text });

describe("readTable of JSON", () => {
  it.each([
    ["rows", '[{"a": 1, "b": "x"}, {"a": 2.5, "b": null}]'],
    ["rows over several lines", '[\n  {"a": 1, "b": "x"},\n  {"a": 2.5}\n]\n'],
    ["lines", '{"a": 1, "b": "x"}\n{"a": 2.5, "b": null}\n'],
    ["lines with blank ones and CRLF", '{"a": 1, "b": "x"}\r\n\r\n{"a": 2.5}\r\n'],
    ["columns", '{"a": [1, 2.5], "b": ["x", null]}'],
    ["columns over several lines", '{\n"a": [1, 2.5],\n"b": ["x", null]\n}'],
    ["a byte order mark", '\ufeff[{"a": 1, "b": "x"}, {"a": 2.5}]'],
  ])("reads %s", (_, text) => {
    expect(table(text)).toMatchObject({
      names: ["a", "b"],
      rows: [
        ["1", "x"],
        ["2.5", ""],
      ],
    });
  });

  it("knows the line on which a row begins", () => {
    const text = '[\n{"a": "}\\"\\\\[{"},\n\n{"a":\n"2"}, {"a": 3}]';
    expect([...table(text).lines]).toEqual([2, 4, 5]);
    expect([...table('{"a": 1}\n\n{"a": 2}').lines]).toEqual([1, 3]);
  });

  it("takes the columns in the order in which they come first", () => {
    expect(table('[{"b": true}, {"a": 1e-7, "b": false, "__proto__": 3}]')).toMatchObject({
      names: ["b", "a", "__proto__"],
      rows: [
        ["true", "", ""],
        ["false", "1e-7", "3"],
      ],
    });
  });

  it.each([
    ["[]", /is JSON without rows; expected rows as/],
    ["[{}]", /is JSON without columns/],
    ['{"a": []}', /is JSON without rows/],
    ['{"a": [1], "b": 2}', /column "b" is 2; expected rows as/],
    ['{"a": [1, 2], "b": [1]}', /column "b" has 1 values; expected 2, as "a"/],
    ['[{"a": 1},\n{"a": [2]}]', 't.json, line 2, column "a" is an array; expected a number, text, true, false or null'],
    ['{"a": [1, {}]}', 't.json, row 2, column "a" is an object; expected a number, text, true, false or null'],
    ['[{"a": 1},\n3]', /t\.json, line 2 holds 3; expected rows as/],
    ['[{"": 1}]', "t.json: key 1 is blank; give the column a name"],
    ['{"a": 1}\n{"a": 2', /^t\.json, line 2 is JSON that cannot be read: /],
    ['[{"a": 1}, {"a": ]', /^t\.json is JSON that cannot be read: /],
  ])("refuses %s", (text, message) => {
    const said = messageOf(() => table(text));
    if (message instanceof RegExp) expect(said).toMatch(message);
    else expect(said).toBe(message);
  });

  it("ends in a table or one clear error, however the text is broken", async () => {
    const texts = ['[{"a": 1, "b": "x"},\n{"a": 2.5}]', '{"a": 1}\n{"a": 2}', '{"a": [1, 2], "b": ["x", "y"]}'];
    await forMutants(73, (random) => {
      try {
        const { names, rows, lines } = table(mutant(pick(random, texts), random));
        expect(rows.every((row) => row.length === names.length)).toBe(true);
        expect(lines).toHaveLength(rows.length);
      } catch (error) {
        if (!(error instanceof GlmError)) throw error;
        expect(error.message).toMatch(/^t\.json/);
      }
    });
  });
});
