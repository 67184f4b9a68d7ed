// One column: what is in it, and its part in the model.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ColumnInfo, ColumnKind, Opened, Spec } from "../messages.js";
import { MOST_CLASSES, type Role, roleOf, rolesFor, withResponse, withRole } from "../spec.js";
import { choose, retype } from "../store.js";
import { percent, whole } from "../ui/format.js";
import { Values } from "./values.js";

const KINDS: readonly ColumnKind[] = ["number", "category", "date"];

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  weights: "weight of the row",
  offset: "offset",
  exposure: "exposure",
  trials: "number of trials",
};

interface RowProps {
  readonly column: ColumnInfo;
  readonly data: Opened;
  readonly spec: Spec;
}

export function ColumnRow({ column, data, spec }: RowProps): JSX.Element {
  const { name, missing, note } = column;
  const isResponse = spec.response === name;
  const role = roleOf(spec, name);
  const isPredictor = spec.predictors.includes(name);
  const hasTooMany = tooManyClasses(column);
  const part = isResponse ? " is-response" : isPredictor ? " is-predictor" : "";
  return (
    <li class={`column${part}`}>
      <div class="column-name">
        <strong>{name}</strong>
        {note !== undefined && <span class="small soft">{note}</span>}
        {hasTooMany && <span class="small soft">more than {MOST_CLASSES} levels: no response</span>}
      </div>
      <KindSelect column={column} spec={spec} />
      <Values column={column} />
      <span class={`column-missing small${missing > 0 ? "" : " soft"}`}>
        {missing === 0 ? "none missing" : `${whole(missing)} missing (${share(missing, data.rows)})`}
      </span>
      <div class="column-part">
        <label class="check">
          <input
            type="radio"
            name="response"
            checked={isResponse}
            disabled={hasTooMany && !isResponse}
            aria-label={`${name} is the response`}
            onChange={() => choose(withResponse(spec, data, name))}
          />
          <span>response</span>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={isPredictor}
            disabled={isResponse}
            aria-label={`${name} is a predictor`}
            onChange={({ currentTarget }) => choose(withPredictor(spec, name, currentTarget.checked, data))}
          />
          <span>predictor</span>
        </label>
        <RoleChoice name={name} spec={spec} role={role} isResponse={isResponse} />
      </div>
    </li>
  );
}

const tooManyClasses = ({ kind, distinct }: Pick<ColumnInfo, "kind" | "distinct">): boolean =>
  kind === "category" && distinct > MOST_CLASSES;

const share = (part: number, of: number): string => (part / of < 0.005 ? "< 1 %" : percent(part / of));

/** The spec with a column among its predictors or not, in the order of the table. */
export function withPredictor(spec: Spec, name: string, isIn: boolean, { columns }: Opened): Partial<Spec> {
  const chosen = new Set(spec.predictors);
  if (isIn) chosen.add(name);
  else chosen.delete(name);
  const role = roleOf(spec, name);
  const predictors = columns.filter((column) => chosen.has(column.name)).map((column) => column.name);
  return { ...(role === undefined ? {} : { [role]: undefined }), predictors, formula: undefined };
}

function KindSelect({
  column: { name, kind, given, distinct },
  spec,
}: {
  readonly column: ColumnInfo;
  readonly spec: Spec;
}) {
  const change = (next: ColumnKind): void => {
    const { [name]: _, ...others } = spec.types;
    void retype(next === given ? others : { ...others, [name]: next });
  };
  return (
    <select
      class="kind"
      aria-label={`Kind of ${name}`}
      value={kind}
      onChange={({ currentTarget }) => {
        change(currentTarget.value as ColumnKind);
        currentTarget.value = kind; // until the table is described anew
      }}
    >
      {KINDS.map((each) => (
        <option
          key={each}
          value={each}
          disabled={spec.response === name && kind !== each && tooManyClasses({ kind: each, distinct })}
        >
          {each}
        </option>
      ))}
    </select>
  );
}

interface RoleProps {
  readonly name: string;
  readonly spec: Spec;
  readonly role: Role | undefined;
  readonly isResponse: boolean;
}

function RoleChoice({ name, spec, role, isResponse }: RoleProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen && role === undefined)
    return (
      <button
        type="button"
        class="button quiet small more"
        aria-label={`more roles for ${name}`}
        disabled={isResponse}
        onClick={() => setOpen(true)}
      >
        more
      </button>
    );
  const possible = rolesFor(spec);
  return (
    <select
      class="kind"
      aria-label={`Role of ${name}`}
      value={role ?? ""}
      onChange={({ currentTarget }) => {
        const next = currentTarget.value === "" ? undefined : (currentTarget.value as Role);
        if (next === undefined) setOpen(false);
        choose(withRole(spec, name, next));
      }}
    >
      <option value="">no other role</option>
      {possible.map((each) => (
        <option key={each} value={each}>
          {ROLE_WORDS[each]}
        </option>
      ))}
    </select>
  );
}
