// What a formula is made of once it has been read. Positions are indices of characters in the text, for messages.

/** Where something stands in the text: from `at`, up to but not including `end`. */
export interface Place {
  readonly at: number;
  readonly end: number;
}

/** Where an expression stands, parentheses included. */
export interface Written extends Place {
  /** Pairs of parentheses around it in the text, none if undefined. They show in its label, and mean nothing else. */
  readonly parentheses?: number;
}

/** An expression of columns, as R writes it. `Inf` is a number. */
export type Expression =
  | (Written & { readonly kind: "name"; readonly name: string })
  | (Written & { readonly kind: "number"; readonly value: number })
  | (Written & { readonly kind: "text"; readonly value: string })
  | (Written & { readonly kind: "logical"; readonly value: boolean })
  | (Written & { readonly kind: "unary"; readonly operator: string; readonly operand: Expression })
  | (Written & {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Written & { readonly kind: "call"; readonly name: string; readonly args: readonly Argument[] });

/** An argument of a call, with its name if it has one, as `df` in `ns(age, df = 3)`. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: Expression;
}

/** A variable of the model: an expression and its text as R deparses it, by which equal variables are known. */
export interface Variable {
  readonly label: string;
  readonly expression: Expression;
}

/** A term: a product of variables. `label` is R's term label, as "race:smoke". */
export interface Term {
  readonly label: string;
  readonly variables: readonly Variable[];
}

/** A formula with all operators expanded: the model is the sum of its terms. */
export interface Formula {
  readonly text: string;
  /** Undefined for a formula with no left side. */
  readonly response: Variable | undefined;
  readonly intercept: boolean;
  /** In R's order: by the number of variables, then as written. */
  readonly terms: readonly Term[];
  /** The arguments of `offset()`: `offset(log(t))` gives the variable `log(t)`. */
  readonly offsets: readonly Variable[];
}
