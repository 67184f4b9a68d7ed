import { expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { needed } from "../../src/table/packages.js";

it("a package that is not installed is named, with the file that needs it", async () => {
  const missing = "no-package-has-this-name";
  const error = await needed("t.parquet is a file of Parquet", "hyparquet", () => import(missing)).catch((e) => e);
  expect(error).toBeInstanceOf(GlmError);
  expect(error.code).toBe("NOT_LOADED");
  expect(error.message).toBe(
    "t.parquet is a file of Parquet, which the package hyparquet reads, and it could not be imported; npm install hyparquet",
  );
});
