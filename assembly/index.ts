// The border: what the host may call and read. No logic here.
export * from "./abi/ids";
export { alloc, mark, release } from "./abi/arena";
export * from "./layouts";
export { columnMoments, linearPredictor } from "./design/moments";
export { familyAnswer } from "./family/registry";
export { Ask } from "./family/vectors";
export { shapeInformation, shapeScore } from "./family/shape";
export { logGamma } from "./num/special";
export { Probability } from "./link/registry";
export { prepareShard } from "./objective/chunk";
export { evaluate } from "./objective/evaluate";
export { projectRows } from "./objective/project";
export { solverBytes, solverRefresh, solverResume, solverStart } from "./solver/registry";
export { minimumNorm } from "./solver/minimum-norm";
export { runLocal } from "./local";
