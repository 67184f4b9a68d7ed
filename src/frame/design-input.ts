import { coded } from "../input/coded.js";
import type { DesignInput } from "../input/design.js";
import { withTerms } from "../input/terms.js";
import type { DesignMatrix } from "./design.js";
import type { TermKinds } from "./terms.js";

/** A design as the x of a verb, with the terms that its columns belong to. */
export function designInput({ rows, names, blocks, assign }: DesignMatrix, terms: TermKinds): DesignInput {
  return withTerms(coded({ rows, names, blocks }) as unknown as DesignInput & object, { ...terms, assign });
}

export type MakeDesign = typeof designInput;
