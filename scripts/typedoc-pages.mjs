// A plugin of typedoc: the title of a page is its heading, not its file name, because the pages have no front matter.
import { Converter } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const heading = page.content.find(({ text }) => /^# /m.test(text))?.text.match(/^# (.+)$/m);
    if (heading) page.name = heading[1].replaceAll("`", "");
  });
}
