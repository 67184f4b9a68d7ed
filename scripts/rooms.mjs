// node scripts/rooms.mjs: writes the table of rooms of test/rooms.json into CONTRIBUTING.md; test/docs.test.ts checks it.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const BEGIN = "<!-- rooms -->\n";
const END = "<!-- end of rooms -->\n";

/** @returns {string} */
export function tableOfRooms() {
  /** @type {Record<string, { what: string, imports: string[] }>} */
  const rooms = JSON.parse(readFileSync(at("test/rooms.json"), "utf8"));
  const short = (/** @type {string} */ room, /** @type {string} */ of) => {
    const top = `${of.split("/")[0]}/`;
    return room.startsWith(top) ? room.slice(top.length) : room;
  };
  const lines = Object.entries(rooms).map(
    ([room, { what, imports }]) => `| \`${room}\` | ${what} | ${imports.map((to) => short(to, room)).join(", ")} |`,
  );
  return ["| room | what is in it | may import |", "| --- | --- | --- |", ...lines, ""].join("\n");
}

/** @param {string} text */
export function withRooms(text) {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error("CONTRIBUTING.md has no place for the table of rooms");
  return `${text.slice(0, begin + BEGIN.length)}\n${tableOfRooms()}\n${text.slice(end)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(at("CONTRIBUTING.md"), withRooms(readFileSync(at("CONTRIBUTING.md"), "utf8")));
}
