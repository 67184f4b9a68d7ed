import { answerRows, mergeAnswers, type RowsQuestion, sumsOfParts } from "./row-questions.js";
import { type Watched, wait } from "./task.js";
import { parametersOf, type Uploaded } from "./uploaded.js";
import { type RowsHere, type View, viewWithin } from "./view.js";

/** The answer of all rows with labels to a question beside those of `evaluate`, whoever holds them. */
export function* askRows(
  uploaded: Uploaded & Pick<RowsHere, "eta">,
  question: RowsQuestion,
  view?: View,
): Watched<Float64Array> {
  const { crew, scope, shard, trials, eta } = uploaded;
  const answers =
    crew === undefined
      ? answerRows({ scope, shard, trials, eta }, question, view)
      : (yield* wait(crew.all("askRows", question, viewWithin(uploaded.view, view), parametersOf(uploaded)))).flat();
  return mergeAnswers(question.about, answers, scope.kernel.exports.GROUP.value);
}

/** The sum of `what` over rows that are here, x of every row at an address: in the order of the partitions. */
export function sumOfRows({ scope, shard }: Uploaded, what: number, x: number): number {
  const sums = sumsOfParts(scope, shard, what, x);
  return mergeAnswers("sum", sums, scope.kernel.exports.GROUP.value)[0]!;
}
