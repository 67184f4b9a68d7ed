/** Blocks of columns, of which a factor is one small whole number per row: x = D C, D the dummies of all levels times values. */
export interface CodedEntries {
  readonly kind: "coded";
  /** In the order of the columns; each has one column or more. */
  readonly blocks: readonly CodedColumns[];
}

export type CodedColumns = NumberBlock | FactorBlock;

/** One column. */
export interface NumberBlock {
  readonly kind: "numbers";
  readonly values: Float64Array;
}

export interface FactorBlock {
  readonly kind: "factor";
  /** Of every row: the place of its level, below `levels`. */
  readonly codes: Codes;
  readonly levels: number;
  readonly columns: number;
  /** f64[levels][columns], by rows: x_ij = values_i contrasts[code_i][j]; undefined: `places`. */
  readonly contrasts: Float64Array | undefined;
  /**
   * Of every level: the column that is 1 in its rows, or -1, none twice: treatment contrasts of many levels without a matrix. Undefined
   * without contrasts: the unit matrix, columns = levels.
   */
  readonly places?: Int32Array | undefined;
  /** An interaction with a number: multiplies the row. Undefined: ones. */
  readonly values: Float64Array | undefined;
}

export type Codes = Uint8Array | Uint16Array | Int32Array;
