// A plugin of typedoc: the title of a page is its heading, not its file name, because the pages have no front matter; pages and modules are
// in groups, whose order is groupOrder in typedoc.json.
import { relative } from "node:path";
import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";

/** Titles other than the heading, most because that heading occurs twice. */
const TITLES = new Map([
  ["docs/README.md", "Overview"],
  ["BENCHMARKS.md", "All benchmarks"],
  ["bench/README.md", "Running the benchmarks"],
  ["examples/data/README.md", "Data of the examples"],
]);

/** The first pattern that a path matches gives the group of its page. */
const GROUPS = /** @type {const} */ ([
  [/^docs\/decisions\//, "Decisions"],
  [/^docs\/objective\.md$/, "Understand"],
  [/^docs\/adding-|^CONTRIBUTING\.md$/, "Extend"],
  [/^docs\/[a-z-]+\.md$/i, "none"], // the first pages, without a heading above them
  [/./, "Project"],
]);

const MODULES = new Map([
  ["index", "dropglm"],
  ["plots", "dropglm/plot"],
  ["svmlight", "dropglm/svmlight"],
]);

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const path = relative(process.cwd(), page.project.files.getReflectionPath(page) ?? "");
    const heading = page.content.find(({ text }) => /^# /m.test(text))?.text.match(/^# (.+)$/m);
    const title = TITLES.get(path) ?? heading?.[1].replaceAll("`", "");
    if (title) page.name = title;
    page.frontmatter.group = GROUPS.find(([pattern]) => pattern.test(path))?.[1];
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const start = project.readme?.[0];
    if (start) start.text = start.text.replace(/^# .+\n/, ""); // the page has the name of the package above it
    for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
      module.name = MODULES.get(module.name) ?? module.name;
      module.comment ??= new Comment();
      module.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: "Reference" }]));
    }
  });
}
