import type { TableColumns } from "./table.js";

/** What the features of a stream are: p columns of numbers, or those of a table. */
export type Features = { readonly columns: number; readonly names: readonly string[] | undefined } | TableColumns;
