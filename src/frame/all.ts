import { again, columnsOfTable } from "./again.js";
import { call } from "./call.js";
import { cellsOfFit } from "./cells-of-fit.js";
import { encoding } from "./encoding-schema.js";
import { folds } from "./folds.js";
import type { Tables } from "./hook.js";

/**
 * All that formulas and tables need. The entry `dropglm` has it; `dropglm/external` is without, for pages that fit numbers only, and takes it
 * by `useTables`; docs/browser.md shows how.
 */
export const tables: Tables = Object.freeze({ call, again, columnsOfTable, cellsOfFit, folds, encoding });
