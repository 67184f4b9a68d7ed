import { hasIdleRows } from "../base/elsewhere.js";
import type { Design, Plan, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import type { Scope } from "../wasm/scope.js";
import { joinLooks } from "./column-look.js";
import { scalesOf } from "./column-scales.js";
import type { Crew, Hire } from "./crew.js";
import type { Description, Which } from "./holding.js";
import { doubtfulColumns, farColumns, type Moments, settleColumn } from "./moments.js";
import { putTermsOf, putTies, termsOf } from "./noise-terms.js";
import { type PartitionPlan, placePartitions, planPartitions } from "./partitions.js";
import { cutter } from "./pieces.js";
import { type Watched, wait } from "./task.js";
import { columnsOfCounts, negativeEntry, notFinite, numbersOf, shapeOf, sharesOf, uploadParameters } from "./upload.js";
import { parametersOf, type Uploaded } from "./uploaded.js";

/**
 * What `upload` does, with rows that others hold in memories of their own: this memory gets their description only, the moments of the
 * columns and the solver's coordinates that follow from them.
 */
export function* describe(
  scope: Scope,
  design: Design,
  response: Response,
  plan: Plan,
  family: Family,
  hire: Hire,
): Watched<Uploaded> {
  const partitions = hire.cut ?? planPartitions(design);
  const parameters = uploadParameters(scope, family);
  const shape = shapeOf(scope, design, plan, family);
  const more = plan.unlabeled?.design;
  const others = more && { design: more, partitions: hire.cutUnlabeled ?? planPartitions(more) };
  const own = partitions.starts.length - 1;
  const parametersNow = () => parametersOf({ scope, parameters, parameterBytes: shape.parameterBytes });
  const crew = hire(own + (others === undefined ? 0 : others.partitions.starts.length - 1), parametersNow);
  const description = {
    numbers: numbersOf(plan, family),
    noises: termsOf(plan),
    ties: plan.ties,
    parameters: parametersNow(),
    shares: sharesOf(plan, response),
    dimension: shape.dimension,
  };
  if (hire.cut === undefined) giveRows(crew, { design, partitions, response }, others, description);
  else for (const k of crew.runs.keys()) crew.hold(k, { description, pieces: NO_PIECES });
  if (hasIdleRows(response)) {
    const [bad] = (yield* wait(crew.all("clear"))).flatMap((found) => found ?? []);
    if (bad !== undefined) throw notFinite(design, bad);
  }
  const { mean, sd } = yield* momentsOf(crew, scope, design, "labelled", "x");
  yield* checkCounts(crew, design, plan, "labelled", "x");
  const center = plan.intercept ? mean : new Float64Array(design.columns);
  const seen = others && (yield* momentsOf(crew, scope, others.design, "unlabeled", "unlabeled.x"));
  if (others !== undefined) yield* checkCounts(crew, others.design, plan, "unlabeled", "unlabeled.x");
  const scale = scalesOf(plan, { mean, sd, center }, seen);
  const wanted = farColumns(design, plan, center, sd);
  const lists = wanted.length === 0 ? [] : yield* wait(crew.all("mayShift", wanted));
  const far = wanted.filter((j) => lists.every((list) => list.includes(j)));
  const left = center.map((c, j) => (far.includes(j) ? 0 : c));
  yield* wait(crew.all("settle", { scale, center, far, left }));
  const shared = {
    ...numbersOf(plan, family),
    columns: design.columns,
    familyParams: parameters,
    noise: putTermsOf(scope, termsOf(plan)),
    noiseCount: plan.noises.length,
    ties: putTies(scope, plan.ties),
    scale: scope.put(scale),
  };
  const described = (of: Rows, centers: Float64Array, more: { readonly next?: number }): Uploaded["shard"] => {
    const cut = placePartitions(scope, of.partitions);
    return scope.struct("Shard", { ...shared, ...cut, rows: of.design.rows, center: scope.put(centers), ...more });
  };
  const next = others && described(others, center, {});
  const shard = described({ design, partitions }, left, { next: next?.at ?? 0 });
  shard.set({ labels: 1, share: 1 });
  const known = { scope, shard, rows: design.rows, center, scale, sd, mean, parameters, partitions, crew };
  return { ...known, ...shape, trials: undefined };
}

const NO_PIECES = { labelled: undefined, unlabeled: undefined };

interface Rows {
  readonly design: Design;
  readonly partitions: PartitionPlan;
  readonly response?: Response;
}

/** Every holder gets its partitions, cut from the design: those of the rows with labels come first. */
function giveRows(crew: Crew, rows: Rows, others: Rows | undefined, description: Description): void {
  const cut = cutter(rows.design, rows.partitions.starts, rows.response);
  const cutOther = others && cutter(others.design, others.partitions.starts, undefined);
  const own = rows.partitions.starts.length - 1;
  crew.runs.forEach(({ begin, count }, k) => {
    const end = begin + count;
    crew.hold(k, {
      description,
      pieces: {
        labelled: begin < own ? cut(begin, Math.min(end, own)) : undefined,
        unlabeled: cutOther !== undefined && end > own ? cutOther(Math.max(0, begin - own), end - own) : undefined,
      },
    });
  });
}

/** Column means and standard deviations, merged from those of the partitions; refuses entries that cannot be summed. */
function* momentsOf(crew: Crew, scope: Scope, design: Design, which: Which, what: string): Watched<Moments> {
  const { exports } = scope.kernel;
  const answers = yield* wait(crew.all("moments", which));
  const position = exports.mark();
  const p = design.columns;
  const count = answers.reduce((sum, { length }) => sum + length, 0);
  const [at, to] = [scope.f64(count), scope.f64(2 * p)];
  let from = 0;
  for (const answer of answers) {
    scope.view(at, count).set(answer, from);
    from += answer.length;
  }
  const parts = count / exports.momentNumbers(p);
  let found: Moments;
  if (parts === 1) {
    const numbers = scope.get(at, count); // as they are
    found = { mean: numbers.slice(1, p + 1), sd: numbers.slice(p + 1) };
  } else {
    exports.mergeMoments(at, parts, p, to, to + 8 * p);
    found = { mean: scope.get(to, p), sd: scope.get(to + 8 * p, p) };
  }
  exports.release(position);
  for (const j of doubtfulColumns(design, found)) {
    const looks = (yield* wait(crew.all("look", which, j))).flatMap((look) => look ?? []);
    settleColumn(design, found, j, joinLooks(looks), what);
  }
  return found;
}

function* checkCounts(crew: Crew, design: Design, plan: Plan, which: Which, what: string): Watched<void> {
  for (const { kind, columns } of columnsOfCounts(plan)) {
    const [bad] = (yield* wait(crew.all("below", which, columns))).flatMap((found) => found ?? []);
    if (bad !== undefined) throw negativeEntry(design, bad, kind, what);
  }
}
