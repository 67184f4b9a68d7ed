// In place of an answer: what is being done, or why there is none, with a way to go on.
import type { JSX } from "preact";
import type { Answered } from "./answered.js";

export function Unanswered<T>({
  answered,
  doing,
}: {
  readonly answered: Answered<T>;
  readonly doing: string;
}): JSX.Element {
  const { error, again } = answered;
  if (error === undefined) return <p class="empty">{doing}</p>;
  const isStopped = error.startsWith("stopped");
  return (
    <div class="empty" role="alert">
      <p>{isStopped ? `${doing}: stopped` : error}</p>
      <button type="button" class="button" onClick={again}>
        {isStopped ? "Go on" : "Try again"}
      </button>
    </div>
  );
}
