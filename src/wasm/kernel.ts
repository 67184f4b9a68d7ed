/** The kernel's functions, typed by hand: the whole surface between TypeScript and assembly/. Pointers are numbers. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  mark(): number;
  release(position: number): void;
  prepareShard(shard: number, matrix: number): number;
  evaluate(shard: number, exchange: number, request: number): void;
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
  columnMoments(design: number, n: number, p: number, weight: number, mean: number, sd: number): number;
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
  /** P(X > x) for `isUpper` 1, P(X <= x) for 0; d1 and d2 where the distribution has them. */
  distributionTail(id: number, isUpper: number, x: number, d1: number, d2: number): number;
  distributionQuantile(id: number, isUpper: number, p: number, d1: number, d2: number): number;
  shapeScore(n: number, y: number, weight: number, mu: number, theta: number): number;
  shapeInformation(n: number, y: number, weight: number, mu: number, theta: number): number;
  solverBytes(id: number, dimension: number): number;
  solverStart(id: number, state: number): number;
  solverResume(id: number, state: number, answered: number): number;
  solverRefresh(state: number): void;
  solverDispersion(state: number): number;
  solverStep(state: number, decrement: number): void;
  newtonAdopt(state: number, from: number): number;
  minimumNorm(state: number, scale: number): number;
  runLocal(id: number, state: number, shard: number, request: number, budget: number): number;
}

/** One instance of the kernel with its memory, and where the fields of its structs are. */
export interface Kernel {
  readonly exports: KernelExports;
  readonly layouts: Layouts;
}

type FieldType = "i32" | "f64" | "pointer";

/** The structs the host writes or reads: field -> type. Offsets come from the kernel. */
export const STRUCTS = {
  Shard: {
    rows: "i32",
    columns: "i32",
    intercept: "i32",
    classes: "i32",
    design: "pointer",
    y: "pointer",
    weight: "pointer",
    offset: "pointer",
    family: "i32",
    familyParams: "pointer",
    approximation: "i32",
    mask: "i32",
    copies: "i32",
    seed: "f64",
    noise: "pointer",
    noiseCount: "i32",
    center: "pointer",
    scale: "pointer",
    labels: "f64",
    share: "f64",
    next: "pointer",
    first: "i32",
    scratch: "pointer",
  },
  NoiseTerm: {
    kind: "i32",
    strengths: "pointer",
  },
  Design: {
    storage: "i32",
    data: "pointer",
    rowStride: "pointer",
    columnStride: "pointer",
    starts: "pointer",
    indices: "pointer",
    map: "pointer",
    rowStarts: "pointer",
    rowIndices: "pointer",
    rowData: "pointer",
    rows: "i32",
    columns: "i32",
    isByColumn: "i32",
  },
  Exchange: {
    dimension: "i32",
    point: "pointer",
    direction: "pointer",
    tolerance: "f64",
    value: "f64",
    loss: "f64",
    slopeSquares: "f64",
    receding: "f64",
    blocking: "f64",
    unmoved: "f64",
    shaken: "f64",
    gradient: "pointer",
    product: "pointer",
    diagonal: "pointer",
    adaptive: "pointer",
    common: "pointer",
    commonWeight: "f64",
    hessian: "pointer",
    passes: "i32",
    hessians: "i32",
  },
  Problem: {
    dimension: "i32",
    totalWeight: "f64",
    penalty: "i32",
    penaltyParams: "pointer",
    lower: "pointer",
    upper: "pointer",
    gradientScale: "f64",
    tolerance: "f64",
    maxIterations: "i32",
    mayRecede: "i32",
    ceiling: "f64",
    isNear: "i32",
    isQuadratic: "i32",
    lacksConstant: "i32",
    reportsDependence: "i32",
    examine: "i32",
    stepTolerance: "f64",
    counts: "f64",
    degrees: "f64",
    bestLoss: "f64",
    leastDeviance: "f64",
    certifies: "i32",
    isConvex: "i32",
  },
  State: {
    problem: "pointer",
    exchange: "pointer",
    point: "pointer",
    dependent: "pointer",
    dependents: "i32",
    iteration: "i32",
    isDoubtful: "i32",
    objective: "f64",
    loss: "f64",
    optimality: "f64",
    slopes: "pointer",
    origin: "pointer",
    step: "f64",
    isSure: "i32",
    isSaddle: "i32",
    adopted: "i32",
    scratch: "pointer",
  },
  Ridge: {
    strength: "pointer",
  },
  ElasticNet: {
    strength: "pointer",
    kinks: "pointer",
  },
  Power: {
    p: "f64",
    q: "f64",
    A: "f64",
    a: "f64",
    B: "f64",
    b: "f64",
    C: "f64",
    D: "f64",
    second: "f64",
    t: "f64",
  },
  Proportion: {
    form: "f64",
    t: "f64",
  },
  NegativeBinomial: {
    theta: "f64",
    q: "f64",
    t: "f64",
  },
} as const satisfies Record<string, Record<string, FieldType>>;

export type StructName = keyof typeof STRUCTS;

export interface Layout {
  readonly size: number;
  readonly fields: ReadonlyMap<string, { readonly offset: number; readonly type: FieldType }>;
}

export type Layouts = Readonly<Record<StructName, Layout>>;

/** Bits of what a shard may be asked; assembly/abi/ids.ts, Request. */
export const REQUEST = {
  value: 1,
  gradient: 2,
  hessian: 4,
  hessianVector: 8,
  diagonal: 16,
  gram: 32,
  recession: 64,
  adaptive: 128,
  unmovedGram: 256,
  rough: 512,
  common: 1024,
} as const;

/** What may be asked of a family about vectors of rows; assembly/family/vectors.ts, Ask. */
export const ASK = {
  mean: 0,
  link: 1,
  fisher: 2,
  recession: 3,
  derivatives: 4,
  loss: 7,
  bestLoss: 8,
  saturated: 9,
  pearson: 10,
  meanSlope: 11,
  deviance: 12,
  working: 13,
  pearsonRow: 14,
  low: 16,
  high: 17,
} as const;

/** Distributions of test statistics; assembly/abi/ids.ts, Distribution. */
export const DISTRIBUTION = { normal: 0, studentT: 1, chiSquare: 2, f: 3 } as const;

/** What a solver ends with; assembly/abi/ids.ts, Outcome. */
export const OUTCOME = {
  converged: -1,
  maxIterations: -2,
  recedes: -3,
  precision: -4,
  nonFinite: -5,
  dependent: -6,
} as const;

/** Reads the offsets the kernel exports; throws when a field is missing, so a mismatched kernel never runs. */
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
