// The model of the results beside it: what the response is, and how the coefficients are held.
import type { FamilyName, LinkName } from "dropglm";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Opened, Spec } from "../messages.js";
import { FAMILY_WORDS, LINKS_OF, linkOf, type Method, methodOf, withFamily } from "../spec.js";
import { choose, opened, saved, show, spec } from "../store.js";
import { CodeDialog } from "./code-dialog.js";
import { chosenMethod, METHODS, withMethod } from "./methods.js";
import "./model.css";
import { More } from "./more.js";
import { LambdaSlider, RateSlider } from "./strength.js";

const NARROW = "(max-width: 960px)";

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const hear = (): void => setNarrow(query.matches);
    query.addEventListener("change", hear);
    return () => query.removeEventListener("change", hear);
  }, []);
  return isNarrow;
}

export function ModelPanel(): JSX.Element | null {
  const isNarrow = useNarrow();
  const [data, chosen] = [opened.value, spec.value];
  if (saved.value !== undefined)
    return (
      <aside class="card model-panel" aria-label="Model">
        <h2>Model</h2>
        <p class="soft">A saved model, with its own settings. Open data to fit another.</p>
      </aside>
    );
  if (data === undefined || chosen === undefined) return null;
  const body = <Body data={data} spec={chosen} />;
  return (
    <aside class="card model-panel" aria-label="Model">
      {isNarrow ? (
        <details>
          <summary>
            Model: {methodOf(chosen)}, {chosen.family}
          </summary>
          {body}
        </details>
      ) : (
        <>
          <h2>Model</h2>
          {body}
        </>
      )}
    </aside>
  );
}

function Body({ data, spec: chosen }: { readonly data: Opened; readonly spec: Spec }): JSX.Element {
  return (
    <div class="model-body">
      <MethodChoice spec={chosen} />
      {chosen.noise !== "none" && <RateSlider spec={chosen} />}
      {chosen.penalty !== "none" && <LambdaSlider spec={chosen} />}
      <FamilyChoice spec={chosen} />
      <SuccessChoice data={data} spec={chosen} />
      <RolesInUse spec={chosen} />
      <More spec={chosen} />
      <CodeDialog data={data} spec={chosen} />
    </div>
  );
}

function MethodChoice({ spec: chosen }: { readonly spec: Spec }): JSX.Element {
  const now = chosenMethod(chosen);
  return (
    <div class="method">
      <fieldset class="segments">
        <legend class="visually-hidden">Method</legend>
        {(Object.keys(METHODS) as Method[]).map((method) => (
          <button
            key={method}
            type="button"
            id={`method-${method.replace(" ", "-")}`}
            aria-pressed={method === now}
            onClick={() => choose(withMethod(chosen, method))}
          >
            {method}
          </button>
        ))}
      </fieldset>
      {now === undefined && <p class="small soft">Now: {methodOf(chosen)}</p>}
    </div>
  );
}

function FamilyChoice({ spec: chosen }: { readonly spec: Spec }): JSX.Element {
  const links = LINKS_OF[chosen.family];
  return (
    <>
      <label class="field">
        The response is
        <select
          id="family"
          value={chosen.family}
          onChange={({ currentTarget }) => choose(withFamily(chosen, currentTarget.value as FamilyName))}
        >
          {(Object.keys(FAMILY_WORDS) as FamilyName[]).map((family) => (
            <option key={family} value={family}>
              {FAMILY_WORDS[family]} ({family})
            </option>
          ))}
        </select>
      </label>
      {links.length > 1 && (
        <label class="field">
          Link
          <select
            id="link"
            value={linkOf(chosen)}
            onChange={({ currentTarget }) => choose(withFamily(chosen, chosen.family, currentTarget.value as LinkName))}
          >
            {links.map((link) => (
              <option key={link} value={link}>
                {link}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

/** Of a binomial response of labels: the one whose probability is modelled. */
function SuccessChoice({ data, spec: chosen }: { readonly data: Opened; readonly spec: Spec }): JSX.Element | null {
  const column = data.columns.find(({ name }) => name === chosen.response);
  if (chosen.family !== "binomial" || column?.kind !== "category" || column.distinct !== 2) return null;
  const levels = (column.levels ?? []).map(({ name }) => name).sort();
  return (
    <label class="field">
      Success, whose probability is modelled
      <select
        id="success"
        value={chosen.success ?? levels[1]}
        onChange={({ currentTarget }) => choose({ success: currentTarget.value })}
      >
        {levels.map((level) => (
          <option key={level} value={level}>
            {level}
          </option>
        ))}
      </select>
    </label>
  );
}

const ROLES = ["weights", "offset", "exposure", "trials"] as const;

function RolesInUse({ spec: chosen }: { readonly spec: Spec }): JSX.Element | null {
  const set = ROLES.filter((role) => chosen[role] !== undefined);
  if (set.length === 0) return null;
  return (
    <p class="small soft">
      {set.map((role) => `${role}: ${chosen[role]}`).join("; ")}{" "}
      <button type="button" class="button quiet small" onClick={() => show("data")}>
        Change
      </button>
    </p>
  );
}
