import { alloc } from "../abi/arena";
import { Exchange } from "../abi/exchange";
import { Approximation, Request } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Member, Together } from "../abi/together";
import { familyRows } from "../family/fused";
import { quadProducts, quadProducts4, quadSums, quadSums4 } from "../num/quads";
import { at, dot, index, put, putIndex, slot } from "../num/vec";
import { clear } from "./fold";
import { noteRange } from "./predictors";

/**
 * Value and gradient at the points of several members in one reading of X. With f_i the objective of row i,
 *
 *   value_k = sum_i f_i(eta_ki)     gradient_kj = factor_kj sum_i f_i' (x_ij - c_j) + base_kj sum_i f_i'
 *
 * over the rows that member k has: those left out are passed over, not subtracted. Sums are in the order of groups, and of chunks of at most 64
 * rows within; a member's bits depend neither on which others ask nor on how many there are.
 *
 * Cost: 4 n p products a member. A chunk stays in the cache for all of them, so that reading X from memory no longer limits.
 */
const QUADS: i32 = 16; // of a chunk
const ROWS: i32 = 4 * QUADS;
const VECTORS: i32 = 14;

/** What is answered. */
const GRADIENT_ONLY: i32 = Request.Value | Request.Gradient;

/** Makes room to work in. False when memory is exhausted. */
export function prepareTogether(own: Together): bool {
  const list = listBytes(own);
  const bytes = list + ((offsetof<Rows>() + 15) & ~15) + (<usize>(VECTORS * ROWS) << 3);
  own.scratch = alloc(bytes);
  if (own.scratch == 0) return false;
  memory.fill(own.scratch, 0, bytes);
  const rows = rowsOf(own);
  let top = (changetype<usize>(rows) + offsetof<Rows>() + 15) & ~15;
  const vector = <usize>ROWS << 3;
  rows.order = 1;
  rows.spread = top; top += vector;
  rows.spreadSlope = top; top += vector;
  rows.curvature = top; top += vector;
  rows.cross = top; top += vector;
  rows.spreadCurvature = top; top += vector;
  rows.moments = top; top += 2 * vector;
  rows.work = top;
  return true;
}

/** Rows of a chunk: the length of eta and slope of a member. */
export const TOGETHER_ROWS: i32 = ROWS;

/** Of the list of active members. */
function listBytes(own: Together): usize { return ((<usize>own.memberCount << 2) + 15) & ~15; }

function rowsOf(own: Together): Rows {
  return changetype<Rows>(own.scratch + listBytes(own));
}

// @ts-ignore: decorator
@inline
function memberAt(own: Together, k: i32): Member { return changetype<Member>(own.members + <usize>k * offsetof<Member>()); }

/** The active member number a of a chunk. */
// @ts-ignore: decorator
@inline
function activeAt(own: Together, a: i32): Member { return changetype<Member>(<usize>index(own.scratch, a)); }

/** Answers the questions of all members that ask. */
export function evaluateTogether(own: Together): void {
  for (let k = 0; k < own.memberCount; ++k) if (memberAt(own, k).isAsking) begin(own, memberAt(own, k));
  for (let g = 0; g < own.groupCount; ++g) {
    let count = 0;
    for (let k = 0; k < own.memberCount; ++k) {
      const member = memberAt(own, k);
      if (!member.isAsking || index(member.left, g) != 0) continue;
      putIndex(own.scratch, count, <i32>changetype<usize>(member));
      ++count;
    }
    if (count == 0) continue;
    const from = index(own.groups, g);
    const end = index(own.groups, g + 1);
    const last = 4 * from + index(own.rows, g);
    for (let q = from; q < end; q += QUADS) addChunk(own, count, q, min(QUADS, end - q), min(ROWS, last - 4 * q));
  }
  for (let k = 0; k < own.memberCount; ++k) if (memberAt(own, k).isAsking) end(own, memberAt(own, k));
}

function begin(own: Together, member: Member): void {
  const exchange = changetype<Exchange>(member.exchange);
  clear(exchange, GRADIENT_ONLY);
  const p = own.columns;
  for (let j = 0; j < p; ++j) {
    put(member.point, j, at(exchange.point, j) * at(member.factor, j));
    put(member.sums, j, 0.0);
  }
  member.constant = dot(p, member.base, exchange.point) + (own.intercept ? at(exchange.point, p) : 0.0);
  member.total = 0.0;
}

function end(own: Together, member: Member): void {
  const exchange = changetype<Exchange>(member.exchange);
  const p = own.columns;
  for (let j = 0; j < p; ++j) {
    put(exchange.gradient, j, at(member.factor, j) * at(member.sums, j) + at(member.base, j) * member.total);
  }
  if (own.intercept) put(exchange.gradient, p, member.total);
}

/** The rows of some quads, for the active members. */
function addChunk(own: Together, count: i32, q: i32, quads: i32, n: i32): void {
  const p = own.columns;
  const panel = own.panels + ((<usize>q * <usize>p) << 5);
  let a = 0;
  for (; a + 4 <= count; a += 4) {
    const m0 = activeAt(own, a), m1 = activeAt(own, a + 1), m2 = activeAt(own, a + 2), m3 = activeAt(own, a + 3);
    quadProducts4(panel, quads, p, m0.point, m1.point, m2.point, m3.point, m0.eta, m1.eta, m2.eta, m3.eta);
  }
  for (; a < count; ++a) quadProducts(panel, quads, p, activeAt(own, a).point, activeAt(own, a).eta);
  for (a = 0; a < count; ++a) addRows(own, activeAt(own, a), 4 * q, 4 * quads, n);
  for (a = 0; a + 4 <= count; a += 4) {
    const m0 = activeAt(own, a), m1 = activeAt(own, a + 1), m2 = activeAt(own, a + 2), m3 = activeAt(own, a + 3);
    quadSums4(panel, quads, p, m0.slope, m1.slope, m2.slope, m3.slope, m0.sums, m1.sums, m2.sums, m3.sums);
  }
  for (; a < count; ++a) quadSums(panel, quads, p, activeAt(own, a).slope, activeAt(own, a).sums);
}

/** The family on n rows from number `first` on; slopes of the rows that fill the last quad are 0. */
function addRows(own: Together, member: Member, first: i32, room: i32, n: i32): void {
  const rows = rowsOf(own);
  const exchange = changetype<Exchange>(member.exchange);
  const constant = f64x2.splat(member.constant);
  for (let i = 0; i < room; i += 2) {
    const o = own.offset == 0 ? constant : f64x2.add(constant, v128.load(slot(own.offset, first + i)));
    v128.store(slot(member.eta, i), f64x2.add(v128.load(slot(member.eta, i)), o));
  }
  rows.count = n;
  rows.y = slot(own.y, first);
  rows.given = slot(own.weight, first);
  rows.weight = rows.given;
  rows.eta = member.eta;
  rows.slope = member.slope;
  rows.value = 0.0;
  rows.loss = 0.0;
  rows.slopeSquares = 0.0;
  noteRange(rows, exchange);
  familyRows(own.family, Approximation.None, own.familyParams, rows, ROWS);
  for (let i = n; i < room; ++i) put(member.slope, i, 0.0);
  let even = f64x2.splat(0.0);
  for (let i = 0; i < room; i += 2) even = f64x2.add(even, v128.load(slot(member.slope, i)));
  member.total += f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  exchange.value += rows.value;
  exchange.loss += rows.loss;
  exchange.slopeSquares += rows.slopeSquares;
}
