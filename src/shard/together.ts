import type { Response } from "../base/flow.js";
import { REQUEST } from "../base/ids.js";
import type { Family } from "../families/index.js";
import type { PlainDesign } from "../input/rows.js";
import { outOfMemory, type Scope, Struct } from "../wasm/scope.js";
import { moveAnswer } from "./answers.js";
import { answersFor } from "./exchange.js";
import type { Partner, Task } from "./task.js";
import type { Uploaded } from "./uploaded.js";

/** What is answered for all at once; every other question a member's own rows answer. */
const TOGETHER = REQUEST.value | REQUEST.gradient;

/**
 * How far a column's mean over the rows of a member may be from that over all rows, in its standard deviations: panels are centred at the latter,
 * and beyond this its entries would lose a digit.
 */
const MOST_SHIFT = 4;

/** What a member waits for: those who drive it know when it can go on. */
const PENDING = Promise.resolve();

/** All rows, of which members have some. */
export interface Whole {
  readonly design: PlainDesign;
  readonly response: Response;
  readonly family: Family;
}

/** Rows in groups: a member has all rows of a group or none. */
export interface Groups {
  /** The group of every row. */
  readonly of: Int32Array;
  readonly sizes: readonly number[];
  /** For every member: 1 where it leaves a group out. */
  readonly left: readonly Int32Array[];
}

/** Groups of rows by who has them. `members` have the numbers of their rows. */
export function groupRows(rows: number, members: readonly Int32Array[]): Groups {
  let of = new Int32Array(rows);
  let count = 1;
  let left: number[][] = [[]]; // of every group, the members that leave it out
  members.forEach((own, k) => {
    const isIn = new Uint8Array(rows);
    for (const i of own) isIn[i] = 1;
    const named = new Map<number, number>();
    const next = new Int32Array(rows);
    const leftBy: number[][] = [];
    for (let i = 0; i < rows; i++) {
      const key = 2 * of[i]! + isIn[i]!;
      let name = named.get(key);
      if (name === undefined) {
        name = named.size;
        named.set(key, name);
        leftBy.push(isIn[i] === 1 ? left[of[i]!]! : [...left[of[i]!]!, k]);
      }
      next[i] = name;
    }
    of = next;
    left = leftBy;
    count = named.size;
  });
  const sizes = new Array<number>(count).fill(0);
  for (const g of of) sizes[g]!++;
  return { of, sizes, left: members.map((_, k) => Int32Array.from(left, (those) => Number(those.includes(k)))) };
}

/**
 * Rows of a dense x, without noise, that several minimizations share, each in the memory of a kernel of its own: one reading of x answers all that wait.
 *
 * The bits of an answer depend on the groups, which are those of all members of a cross-validation, and not on which of them are here.
 */
export class SharedRows {
  readonly #scope: Scope;
  readonly #struct: Struct<"Together">;
  readonly #center: Float64Array;
  readonly #response: Response;
  readonly #family: Family;
  readonly #members: Place[];

  constructor(
    scope: Scope,
    { design, response, family }: Whole,
    groups: Groups,
    { count, intercept }: { readonly count: number; readonly intercept: boolean },
  ) {
    const { columns } = design;
    const groupCount = groups.sizes.length;
    const begins = new Int32Array(groupCount + 1);
    groups.sizes.forEach((size, g) => {
      begins[g + 1] = begins[g]! + Math.ceil(size / 4);
    });
    const quads = begins[groupCount]!;
    const places = placesOf(groups.of, begins);
    const whole = (values: ArrayLike<number>): number => {
      const at = scope.reserve(4 * values.length);
      scope.indices(at, values.length).set(values);
      return at;
    };
    const spread = (values: Float64Array | undefined): number => {
      const at = scope.filled(4 * quads, 0);
      const to = scope.view(at, 4 * quads);
      for (let i = 0; i < places.length; i++) to[places[i]!] = values === undefined ? 1 : values[i]!;
      return at;
    };
    const panels = scope.filled(4 * quads * columns, 0);
    this.#center = fillPanels(scope.view(panels, 4 * quads * columns), design, places, intercept);
    const layout = scope.kernel.layouts.Member;
    const members = scope.reserve(count * layout.size);
    new Uint8Array(scope.kernel.exports.memory.buffer, members, count * layout.size).fill(0);
    const { parameters } = family;
    this.#struct = scope.struct("Together", {
      ...{ columns, intercept: Number(intercept), panels, members, memberCount: count, groupCount },
      family: family.id,
      familyParams: parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at,
      y: spread(response.y),
      weight: spread(response.weight),
      offset: response.offset === undefined ? 0 : spread(response.offset),
      groups: whole(begins),
      rows: whole(groups.sizes),
    });
    if (!scope.kernel.exports.prepareTogether(this.#struct.at)) throw outOfMemory(8 * quads);
    this.#scope = scope;
    this.#response = response;
    this.#family = family;
    this.#members = Array.from({ length: count }, (_, k) => ({
      struct: new Struct<"Member">(scope.kernel, layout, members + k * layout.size),
      exchange: undefined,
      task: undefined,
    }));
  }

  /** Member number `k`, with some rows in its own memory, asks here from now on. `left` says which groups these rows leave out. */
  join(k: number, uploaded: Uploaded, response: Response, left: Int32Array): Partner {
    const base = this.#baseOf(uploaded);
    const member = this.#members[k]!;
    const isHere = base !== undefined && this.#isLike(uploaded, response);
    if (isHere) member.exchange = this.#place(member.struct, uploaded, base, left);
    return (task, request) => {
      const isOwn = task.shard.at === uploaded.shard.at && task.dimension === uploaded.dimension;
      if (!isHere || request !== TOGETHER || !isOwn) return undefined;
      member.task = task;
      return PENDING;
    };
  }

  /** Whether member `k` waits for an answer. */
  isWaiting(k: number): boolean {
    return this.#members[k]!.task !== undefined;
  }

  /** Answers all that wait. */
  answer(): void {
    for (const { struct, exchange, task } of this.#members) {
      struct.set({ isAsking: Number(task !== undefined) });
      if (task !== undefined) exchange!.view("point", task.dimension).set(task.exchange.view("point", task.dimension));
    }
    this.#scope.kernel.exports.evaluateTogether(this.#struct.at);
    for (const member of this.#members) {
      const { task, exchange } = member;
      if (task === undefined) continue;
      moveAnswer(exchange!, task.exchange, { request: TOGETHER, matrix: false, block: 0 });
      member.task = undefined;
    }
  }

  /** By how much columns of the panels are off those of a member's coordinates; undefined if by too much. */
  #baseOf({ center, scale }: Uploaded): Float64Array | undefined {
    const base = this.#center.map((c, j) => (c - center[j]!) * scale[j]!);
    return base.every((b) => Math.abs(b) <= MOST_SHIFT) ? base : undefined;
  }

  /** Whether its objective is a sum of the same terms of rows. */
  #isLike({ shard, classes, basis }: Uploaded, response: Response): boolean {
    const isPlain = shard.read("noiseCount") === 0 && shard.read("next") === 0 && classes === 1 && basis === undefined;
    if (this.#response.weight?.includes(0)) return false; // such rows would take part in the range of eta
    return isPlain && response.exponent === this.#response.exponent && this.#family.id === shard.read("family");
  }

  #place(member: Struct<"Member">, { dimension, scale }: Uploaded, base: Float64Array, left: Int32Array) {
    const scope = this.#scope;
    const p = base.length;
    const asked = { dimension, point: scope.filled(dimension, 0), direction: 0 };
    const flags = scope.reserve(4 * left.length);
    scope.indices(flags, left.length).set(left);
    const room = scope.kernel.exports.TOGETHER_ROWS.value;
    const exchange = answersFor(scope, asked, false);
    member.set({
      exchange: exchange.at,
      left: flags,
      factor: scope.put(scale),
      base: scope.put(base),
      point: scope.filled(p, 0),
      sums: scope.filled(p, 0),
      eta: scope.filled(room, 0),
      slope: scope.filled(room, 0),
    });
    return exchange;
  }
}

/** A member: its struct, its exchange once it has joined, and the task that waits. */
interface Place {
  readonly struct: Struct<"Member">;
  exchange: Struct<"Exchange"> | undefined;
  task: Task | undefined;
}

/** The place of every row in the panels, group after group. */
function placesOf(of: Int32Array, begins: Int32Array): Int32Array {
  const next = begins.map((quad) => 4 * quad);
  return of.map((g) => next[g]!++);
}

/** x_ij - c_j, c_j the mean of column j, or 0 without an intercept. Returns these. */
function fillPanels(panels: Float64Array, design: PlainDesign, places: Int32Array, isCentred: boolean): Float64Array {
  const { rows, columns } = design;
  const { data, layout } = design.entries as Extract<PlainDesign["entries"], { kind: "dense" }>;
  const [rowStride, columnStride] = layout === "column" ? [1, rows] : [columns, 1];
  const center = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const from = j * columnStride;
    let sum = 0;
    for (let i = 0; isCentred && i < rows; i++) sum += data[from + i * rowStride]!;
    const c = sum / rows;
    center[j] = c;
    for (let i = 0; i < rows; i++) {
      const place = places[i]!;
      panels[((place >> 2) * columns + j) * 4 + (place & 3)] = data[from + i * rowStride]! - c;
    }
  }
  return center;
}
