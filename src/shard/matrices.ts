import { REQUEST } from "../base/ids.js";

/** Requests that fill the matrix. */
export const MATRIX = REQUEST.hessian | REQUEST.gram | REQUEST.unmovedGram;
/** Requests that fill a matrix of any kind: its sum over partitions is made in turn by those who made them. */
export const IN_TURN = MATRIX | REQUEST.classGram;
