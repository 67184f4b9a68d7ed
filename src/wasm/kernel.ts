import { type FieldType, STRUCTS } from "./structs.js";

/** The kernel's functions, typed by hand: the complete interface between TypeScript and assembly/. Pointers are numbers. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  mark(): number;
  release(position: number): void;
  prepareShard(shard: number, matrix: number): number;
  prepareRoom(shard: number, matrix: number): number;
  countParts(shard: number): number;
  readyParts(shard: number, exchange: number, request: number): void;
  beginPass(exchange: number, request: number): void;
  answerPart(shard: number, k: number, part: number, matrix: number, request: number): void;
  lend(place: number): void;
  readonly ownBytes: WebAssembly.Global;
  /** Partitions whose sums are added first. */
  readonly GROUP: WebAssembly.Global;
  foldPart(exchange: number, part: number, k: number, count: number, request: number): void;
  evaluate(shard: number, exchange: number, request: number): void;
  /** Rows of a chunk: assembly/objective/together.ts. */
  readonly TOGETHER_ROWS: WebAssembly.Global;
  prepareTogether(together: number): number;
  evaluateTogether(together: number): void;
  projectRows(shard: number, vectors: number, count: number, squares: number, out: number): void;
  addScores(
    shard: number,
    exchange: number,
    from: number,
    end: number,
    groups: number,
    count: number,
    out: number,
  ): void;
  flagDependent(dimension: number, matrix: number, skip: number, nearly: number): number;
  invert(dimension: number, matrix: number, skip: number, out: number): number;
  factorSemidefinite(dimension: number, matrix: number, out: number, limit: number): number;
  /** sum_j s_j ((H + diag s)^-1)_jj; H is overwritten; NaN if a pivot is not above `limit`. */
  heldBack(dimension: number, H: number, s: number, limit: number): number;
  traceOfRatio(dimension: number, M: number, H: number, limit: number): number;
  copyBlocks(design: number, p: number, begins: number, blocks: number, length: number, to: number): void;
  standardizeBlocks(
    design: number,
    p: number,
    begins: number,
    blocks: number,
    length: number,
    shift: number,
    factor: number,
    to: number,
  ): void;
  needColumns(design: number): void;
  precisePredictor(shard: number, theta: number, eta: number): number;
  preciseSums(shard: number, v: number, out: number): void;
  orthogonalize(
    shard: number,
    total: number,
    size: number,
    tolerance: number,
    Z: number,
    R: number,
    order: number,
  ): number;
  shardMoments(shard: number, mean: number, sd: number): number;
  shardPartMoments(shard: number, answers: number): number;
  partMomentWork(shard: number): number;
  momentNumbers(p: number): number;
  mergeMoments(answers: number, parts: number, p: number, mean: number, sd: number): void;
  linearPredictor(
    design: number,
    n: number,
    p: number,
    beta: number,
    intercept: number,
    offset: number,
    eta: number,
  ): number;
  familyAnswer(
    id: number,
    ask: number,
    params: number,
    n: number,
    y: number,
    weight: number,
    x: number,
    out: number,
    stride: number,
  ): number;
  uniforms(seed: number, n: number, out: number): void;
  exp(x: number): number;
  log(x: number): number;
  stirlingRest(x: number): number;
  /** P(X > x) for `isUpper` 1, P(X <= x) for 0; d1 and d2 if the distribution has them. */
  distributionTail(id: number, isUpper: number, x: number, d1: number, d2: number): number;
  distributionQuantile(id: number, isUpper: number, p: number, d1: number, d2: number): number;
  shapeScore(n: number, y: number, weight: number, mu: number, theta: number): number;
  shapeInformation(n: number, y: number, weight: number, mu: number, theta: number): number;
  solverBytes(id: number, dimension: number, classes: number): number;
  solverStart(id: number, state: number): number;
  solverResume(id: number, state: number, answered: number): number;
  solverRefresh(state: number): void;
  solverValue(state: number): number;
  solverPromise(id: number, state: number): number;
  solverDispersion(state: number): number;
  solverStep(state: number, decrement: number): void;
  newtonAdopt(state: number, from: number): number;
  minimumNorm(state: number, scale: number): number;
  runLocal(id: number, state: number, shard: number, request: number, budget: number): number;
}

/** One instance of the kernel with its memory, and the offsets of the fields of its structs. */
export interface Kernel {
  readonly exports: KernelExports;
  readonly layouts: Layouts;
}

export type StructName = keyof typeof STRUCTS;

export interface Layout {
  readonly size: number;
  readonly fields: ReadonlyMap<string, { readonly offset: number; readonly type: FieldType }>;
}

export type Layouts = Readonly<Record<StructName, Layout>>;

/** Reads the offsets the kernel exports; throws if a field is missing, so a mismatched kernel never runs. */
export function readLayouts(exports: Readonly<Record<string, unknown>>): Layouts {
  const constant = (name: string): number => {
    const found = exports[name];
    if (!(found instanceof WebAssembly.Global)) throw new Error(`the kernel does not export ${name}`);
    return Number(found.value);
  };
  const entries = Object.entries(STRUCTS).map(([struct, fields]) => {
    const read = Object.entries(fields).map(
      ([field, type]) => [field, { offset: constant(`${struct}_${field}`), type: type as FieldType }] as const,
    );
    return [struct, { size: constant(`${struct}_size`), fields: new Map(read) }] as const;
  });
  return Object.fromEntries(entries) as unknown as Layouts;
}
