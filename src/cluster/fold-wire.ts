import { pack, unpack } from "../base/packed.js";
import { GlmError } from "../index.js";
import { cutFolds, type FoldPlan, planOf } from "../validation/folds.js";
import type { FoldInput, Job } from "../validation/run-fold.js";
import { refuseOwn } from "./wire.js";

// What travels for folds: their input, once, and which of them are asked for. Whoever can write to the queue wrote it, so it is checked.

/** The longest value of Redis. */
const LONGEST = 2 ** 29;

/** The input of folds, with the fold of each row in the place of the rows of each fold. */
type Sent = Omit<FoldInput, "folds"> & { readonly plan: FoldPlan };

export function packInput({ folds, ...rest }: FoldInput): Buffer {
  const bytes = pack({ ...rest, plan: planOf(folds, rest.design.rows) } satisfies Sent);
  if (bytes.length <= LONGEST) return bytes;
  const message = `the rows take ${bytes.length} bytes as they are sent; expected ${LONGEST} at most, the longest value of Redis: leave the option "on" out, or cross-validate a source`;
  throw new GlmError("NOT_SUPPORTED", message, { bytes: bytes.length, most: LONGEST });
}

export const packPieces = (pieces: readonly (readonly Job[])[]): Buffer => pack(pieces);

/** The input of folds; its numbers are in memory that threads share. */
export function unpackInput(bytes: Buffer): FoldInput {
  const sent = unpack(bytes, true) as Partial<Sent> | null;
  const { design, designs, response, plan, outers, ...rest } = sent ?? {};
  expect(isObject(design) && isObject(response) && isObject(plan) && Array.isArray(outers), "input of folds");
  const { rows } = design!;
  for (const own of [design!, ...(designs ?? [])]) expect(own.rows === rows && isDesign(own), "x of its rows");
  const vectors = [response!.weight, response!.trials, response!.offset].filter((vector) => vector !== undefined);
  for (const vector of [response!.y, ...vectors]) expect(isVector(vector, rows), "vectors of its rows");
  const isClass = (y: number): boolean => Number.isInteger(y) && y >= 0 && y < response!.classes!.length;
  const { classes } = response!;
  expect(classes === undefined || response!.y.every(isClass), "y in its classes");
  const { ids, count } = plan!;
  expect(ids instanceof Int32Array && ids.length === rows && ids.every((id) => id >= -1 && id < count), "folds of its rows"); // biome-ignore format: one line
  expect(count >= 2 && count <= rows && (designs === undefined || designs.length === count), "two folds or more");
  for (const options of outers!) {
    expect(isObject(options), "options of paths");
    refuseOwn(options);
  }
  return {
    ...(rest as FoldInput),
    design: design!,
    designs,
    response: response!,
    outers: outers!,
    folds: cutFolds(plan!),
  };
}

/** Pieces of the folds of an input. */
export function unpackPieces(bytes: Buffer, { folds, outers }: FoldInput): Job[][] {
  const pieces = unpack(bytes) as Job[][];
  const isPlace = (k: unknown, count: number): boolean =>
    Number.isInteger(k) && (k as number) >= 0 && (k as number) < count;
  const isJob = (job: Job): boolean =>
    isObject(job) && isPlace(job.fold, folds.length) && isPlace(job.outer, outers.length);
  const isPiece = (piece: unknown): boolean => Array.isArray(piece) && piece.length > 0 && piece.every(isJob);
  expect(Array.isArray(pieces) && pieces.every(isPiece), "folds of its input");
  return pieces;
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new GlmError("BAD_VALUE", `the job is no part of a cross-validation; expected ${what}`, {});
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const isVector = (value: unknown, length: number): boolean => value instanceof Float64Array && value.length === length;

/** Whether the entries are as many as the shape says, each in its place. */
function isDesign({ rows, columns, entries }: FoldInput["design"]): boolean {
  if (!(Number.isInteger(rows) && rows > 0 && Number.isInteger(columns) && columns >= 0 && isObject(entries)))
    return false;
  if (entries.kind === "dense") {
    const { data } = entries;
    return (data instanceof Float64Array || data instanceof Float32Array) && data.length === rows * columns;
  }
  if (entries.kind === "sparse") return isSparse(rows, columns, entries);
  return entries.kind === "coded" && isCoded(rows, columns, entries);
}

type Entries<K> = Extract<FoldInput["design"]["entries"], { kind: K }>;

function isSparse(rows: number, columns: number, { starts, indices, values, isByRow }: Entries<"sparse">): boolean {
  const [major, minor] = isByRow ? [rows, columns] : [columns, rows];
  const isRising = starts instanceof Int32Array && starts.every((start, k) => start >= (starts[k - 1] ?? 0));
  if (!isRising || starts.length !== major + 1 || starts[0] !== 0 || starts[major] !== indices.length) return false;
  const isInside = indices instanceof Int32Array && indices.every((index) => index >= 0 && index < minor);
  return isInside && isVector(values, indices.length);
}

function isCoded(rows: number, columns: number, { blocks }: Entries<"coded">): boolean {
  if (!Array.isArray(blocks)) return false;
  let count = 0;
  for (const block of blocks as Entries<"coded">["blocks"]) {
    count += block.kind === "numbers" ? 1 : block.columns;
    if (block.kind === "numbers" ? !isVector(block.values, rows) : !isFactor(rows, block)) return false;
  }
  return count === columns;
}

type Factor = Extract<Entries<"coded">["blocks"][number], { kind: "factor" }>;

function isFactor(rows: number, { codes, levels, columns, contrasts, places, values }: Factor): boolean {
  const areCodes =
    ArrayBuffer.isView(codes) && codes.length === rows && codes.every((code) => code >= 0 && code < levels);
  const arePlaces =
    places === undefined || (places.length === levels && places.every((at) => at >= -1 && at < columns));
  return (
    areCodes &&
    arePlaces &&
    (contrasts === undefined ? places !== undefined || columns === levels : isVector(contrasts, levels * columns)) &&
    (values === undefined || isVector(values, rows))
  );
}
