import { alloc } from "../abi/arena";
import { Approximation, Storage } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { chunkRows, codedRows, gramRows, isAddressable, rawRows } from "../design/chunk-rows";
import { levelWork } from "../design/coded";
import { CodedGram, codedGramBytes, placeCodedGram } from "../design/coded-gram";
import { WideRows } from "../design/wide-rows";
import { EntryBlock } from "../noise/entries";
import { panelBytes, workBytes } from "../num/gram";
import { fill, index } from "../num/vec";
import { Chunk, ClassRoom, classesOf, DenseChunk, denseOf, Shaken, SparseChunk, sparseOf, Totals, turnToPart } from "./chunk";
import { placeWide, Wide } from "./wide";
import { padded, prepareParts } from "./sparse-parts";

/**
 * The layout of a chunk in memory. The same functions run twice, first from address 0 to count the bytes, then from the reserved address,
 * so that no size is written twice.
 */

/** Vectors of one number per row: those of Rows and of the chunk. */
const VECTORS: i32 = 22;

/** How many vectors K predictors need; objective/classes.ts says what they are. */
function classVectors(shard: Shard): i32 {
  const K = shard.classes;
  return K < 2 ? 0 : 8 * K + 2 * K * K + (shard.ties == 0 ? 0 : K);
}

/** Reserves the scratch of a shard. `matrix` says whether Hessians will be asked for. False when memory is exhausted. */
export function prepareShard(shard: Shard, matrix: bool): bool {
  let parts: usize = 0;
  if (changetype<Design>(shard.design).storage == Storage.Sparse) {
    parts = prepareParts(shard);
    if (parts == 0) return false;
  }
  shard.scratch = prepareChunk(shard, matrix, parts);
  return shard.scratch != 0;
}

/** A chunk for one more thread that answers for partitions of a prepared shard. Returns 0 when memory is exhausted. */
export function prepareRoom(shard: Shard, matrix: bool): usize {
  const first = changetype<Chunk>(shard.scratch);
  return prepareChunk(shard, matrix, first.isSparse ? sparseOf(first).parts : 0);
}

/** Reserves a chunk and zeroes it; 0 when memory is exhausted. */
function prepareChunk(shard: Shard, matrix: bool, parts: usize): usize {
  const chunk = placeStructs(shard, matrix);
  if (chunk === null) return 0;
  if (chunk.isSparse) sparseOf(chunk).parts = parts;
  if (!isAddressable(chunk.stride, chunk.isSparse ? VECTORS + classVectors(shard) : 5 * (chunk.dimension + 2) + classVectors(shard))) return 0;
  const bytes = placeAll(shard, chunk, matrix, 0); // the first run counts the bytes
  const start = alloc(bytes);
  if (start == 0) return 0;
  const end = placeAll(shard, chunk, matrix, start);
  assert(end == start + bytes);
  memory.fill(start, 0, bytes);
  fill(chunk.room, chunk.ones, 1.0);
  turnToPart(shard, chunk, 0);
  return changetype<usize>(chunk);
}

/** The structs, with all fields that are not addresses of vectors. */
function placeStructs(shard: Shard, matrix: bool): Chunk | null {
  const design = changetype<Design>(shard.design);
  const sparse = design.storage == Storage.Sparse;
  const own = sparse ? offsetof<SparseChunk>() : offsetof<DenseChunk>();
  const bytes = padded(offsetof<Chunk>()) + padded(own) + padded(offsetof<ClassRoom>()) + padded(offsetof<Rows>())
    + padded(offsetof<EntryBlock>()) + padded(offsetof<CodedGram>()) + 2 * padded(offsetof<Design>()) + padded(offsetof<Totals>()) + padded(offsetof<Shaken>())
    + padded(offsetof<Wide>()) + padded(offsetof<WideRows>());
  let top = alloc(bytes);
  if (top == 0) return null;
  memory.fill(top, 0, bytes);
  const chunk = changetype<Chunk>(top);
  top += padded(offsetof<Chunk>());
  chunk.own = top; top += padded(own);
  chunk.classes = top; top += padded(offsetof<ClassRoom>());
  chunk.rows = top; top += padded(offsetof<Rows>());
  chunk.block = top; top += padded(offsetof<EntryBlock>());
  if (sparse) sparseOf(chunk).totals = top;
  else denseOf(chunk).packed = top;
  top += padded(sparse ? offsetof<Totals>() : offsetof<Design>());
  classesOf(chunk).shaken = top; top += padded(offsetof<Shaken>());
  if (shard.classes > 1 && design.storage != Storage.Coded) {
    const wide = changetype<Wide>(top);
    classesOf(chunk).wide = top; top += padded(offsetof<Wide>());
    wide.x = top; top += padded(offsetof<WideRows>());
  }
  const d = shard.columns + shard.intercept;
  chunk.isSparse = sparse;
  const coded = design.storage == Storage.Coded;
  chunk.design = shard.design;
  if (sparse || coded) { // a view of its own, because it changes with the partition, or has room to work in
    chunk.design = top; top += padded(offsetof<Design>());
    memory.copy(chunk.design, shard.design, offsetof<Design>());
  }
  chunk.dimension = d;
  const most = longestPart(shard);
  chunk.stride = sparse ? (most + 1) & ~1 : chunkRows(d, most);
  const raw = coded ? max(codedRows(levelWork(design), most), chunk.stride) : rawRows(d, most);
  chunk.room = sparse || shard.classes > 1 ? chunk.stride : raw;
  chunk.inPlace = coded && !(shard.noiseCount > 0 && shard.approximation == Approximation.MonteCarlo);
  if (matrix && coded && shard.noiseCount == 0 && shard.classes == 1 && codedGramBytes(design) > 0.0) denseOf(chunk).gram = top;
  if (!sparse) denseOf(chunk).gramRows = gramRows(d, most);
  return chunk;
}

/** Rows of the longest partition. */
function longestPart(shard: Shard): i32 {
  if (shard.partCount < 2) return shard.rows;
  let most = 0;
  for (let k = 0; k < shard.partCount; ++k) most = max(most, index(shard.parts, k + 1) - index(shard.parts, k));
  return most;
}

/** Lays everything out from `top` on (0 to count the bytes); returns the end. The planes come last. */
function placeAll(shard: Shard, chunk: Chunk, matrix: bool, top: usize): usize {
  if (!chunk.isSparse) {
    const dense = denseOf(chunk);
    dense.panels = top; top += panelBytes(chunk.dimension, dense.gramRows);
    dense.buffer = top; top += workBytes(dense.gramRows);
    const design = changetype<Design>(chunk.design);
    if (design.storage == Storage.Coded) { design.tables = padded(top); top = design.tables + (<usize>(3 * design.most) << 3); }
    if (dense.gram != 0) top = placeCodedGram(changetype<Design>(chunk.design), changetype<CodedGram>(dense.gram), padded(top));
  }
  top = placeRowVectors(shard, chunk, padded(top));
  top = placeColumnVectors(shard, chunk, top);
  if (chunk.isSparse) top = placeSums(chunk, top);
  const room = classesOf(chunk);
  const d = <usize>chunk.dimension;
  room.small = top; top += padded(<usize>shard.classes << 5);
  room.tile = top; top += shard.classes > 1 && matrix ? padded((d * d + 2) << 3) : 0;
  if (room.wide != 0) top = placeWide(shard, changetype<Wide>(room.wide), chunk.isSparse, chunk.room, top);
  return placePlanes(shard, chunk, top);
}

/** Vectors of one number per row. */
function placeRowVectors(shard: Shard, chunk: Chunk, top: usize): usize {
  const vector = <usize>chunk.room << 3;
  const rows = changetype<Rows>(chunk.rows);
  chunk.along = top; top += vector;
  chunk.across = top; top += vector;
  chunk.sideways = top; top += vector;
  chunk.ones = top; top += vector;
  chunk.offset = top; top += vector;
  chunk.weight = top; top += vector;
  rows.eta = top; top += vector;
  rows.spread = top; top += vector;
  rows.slope = top; top += vector;
  rows.spreadSlope = top; top += vector;
  rows.curvature = top; top += vector;
  rows.cross = top; top += vector;
  rows.spreadCurvature = top; top += vector;
  rows.work = top; top += vector * 5;
  classesOf(chunk).vectors = top; top += vector * <usize>classVectors(shard);
  rows.moments = top;
  return top + 80;
}

/** Vectors of one number per column. */
function placeColumnVectors(shard: Shard, chunk: Chunk, top: usize): usize {
  const wide = wideBytes(chunk);
  chunk.beta = top; top += wide;
  chunk.column = top; top += wide;
  chunk.zBase = top; top += wide;
  chunk.zScale = top; top += wide;
  chunk.firstBase = top; top += wide;
  chunk.secondBase = top; top += wide;
  chunk.firstFactor = top; top += wide;
  chunk.secondFactor = top; top += wide;
  chunk.scaled = top; top += wide;
  chunk.vary = top; top += wide * 3;
  if (!chunk.isSparse) {
    denseOf(chunk).zeros = top; top += wide;
    denseOf(chunk).picked = top; top += wide;
  }
  const block = changetype<EntryBlock>(chunk.block);
  block.columns = shard.columns;
  block.stride = chunk.stride;
  block.map = changetype<Design>(shard.design).map;
  block.ties = shard.ties;
  block.sign = 1.0;
  block.beta = chunk.beta;
  block.scale = shard.scale;
  block.spread = changetype<Rows>(chunk.rows).spread;
  block.baseFirst = chunk.firstBase;
  block.baseSecond = chunk.secondBase;
  block.work = changetype<Rows>(chunk.rows).work;
  return padded(top);
}

/** Sums by columns of rows as they are stored; pairs, which are loaded together, are aligned to 16 bytes. */
function placeSums(chunk: Chunk, top: usize): usize {
  const wide = wideBytes(chunk);
  const sparse = sparseOf(chunk);
  sparse.pairs = top; top += wide * 2;
  sparse.sums = top; top += wide * 2;
  sparse.bends = top; top += wide * 2;
  sparse.turned = top; top += wide;
  return padded(top);
}

/** Planes of a dense chunk; those of sparse rows belong to their partition. */
function placePlanes(shard: Shard, chunk: Chunk, top: usize): usize {
  const block = changetype<EntryBlock>(chunk.block);
  if (chunk.isSparse) {
    block.design = chunk.design;
    block.x = changetype<Design>(shard.design).data;
    chunk.z = block.x;
    return top;
  }
  if (shard.noiseCount == 0) return top;
  const plane = (<usize>chunk.stride << 3) * <usize>(chunk.dimension + 2);
  chunk.z = top; top += plane;
  denseOf(chunk).raw = top; top += plane;
  block.x = denseOf(chunk).raw;
  if (shard.approximation != Approximation.MonteCarlo) {
    chunk.second = top; top += plane;
    block.second = chunk.second;
  }
  if (shard.approximation == Approximation.Exact || shard.ties != 0) {
    chunk.first = top; top += plane;
    block.first = chunk.first;
  }
  if (shard.ties != 0) { block.bends = top; top += plane; }
  return top;
}

/** Bytes of a vector of one number per column: d and two more. */
// @ts-ignore: decorator
@inline
function wideBytes(chunk: Chunk): usize { return <usize>(chunk.dimension + 2) << 3; }
