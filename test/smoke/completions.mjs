// What an editor offers: the language service of a version of TypeScript, asked at a place of a program.
import { readFileSync } from "node:fs";

/**
 * The names that are offered where `@` stands in each of the programs, for a file that need not exist.
 *
 * @param {typeof import("typescript")} ts @param {string} file Where the program would be, so that its imports are found.
 * @param {string[]} programs @param {import("typescript").CompilerOptions} options
 */
export function offered(ts, file, programs, options) {
  let [version, text] = [0, ""];
  const host = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (/** @type {string} */ name) => (name === file ? String(version) : "1"),
    getScriptSnapshot: (/** @type {string} */ name) => {
      const found = name === file ? text : ts.sys.fileExists(name) ? readFileSync(name, "utf8") : undefined;
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (/** @type {string} */ name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host);
  const found = programs.map((program) => {
    version++;
    text = program.replace("@", "");
    const answer = service.getCompletionsAtPosition(file, program.indexOf("@"), {});
    return answer?.entries.map(({ name }) => name) ?? [];
  });
  service.dispose();
  return found;
}
