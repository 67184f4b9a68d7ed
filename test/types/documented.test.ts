// Every public name says what it is, and every function shows a call.
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

it("every public name has a docstring, every function an example", () => {
  const file = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
  const names = exported.map((name) => (name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name));
  expect(names.length).toBeGreaterThan(100);
  const silent = names.filter((name) => name.getDocumentationComment(checker).length === 0);
  expect(silent.map(({ name }) => name)).toEqual([]);
  const functions = names.filter(({ flags }) => flags & ts.SymbolFlags.Function);
  const bare = functions.filter((name) => !name.getJsDocTags(checker).some((tag) => tag.name === "example"));
  expect(bare.map(({ name }) => name)).toEqual([]);
});
