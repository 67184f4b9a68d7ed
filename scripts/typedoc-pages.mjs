// A plugin of typedoc: a page is called by its heading, not by its file, because the pages have no front matter.
import { Converter } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const heading = page.content.find(({ text }) => /^# /m.test(text))?.text.match(/^# (.+)$/m);
    if (heading) page.name = heading[1].replaceAll("`", "");
  });
}
