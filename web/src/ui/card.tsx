import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { said } from "../store.js";
import { download, svgText } from "./download.js";

export interface CardProps {
  readonly title: string;
  /** Under the title. */
  readonly lead?: ComponentChildren;
  /** Beside the title. */
  readonly actions?: ComponentChildren;
  /** Name of the file that the card's picture is saved as; without it there is nothing to save. */
  readonly picture?: string;
  readonly children: ComponentChildren;
  readonly id?: string;
}

/** A part of a view, with a title and, where it has a picture, a way to save it. */
export function Card({ title, lead, actions, picture, children, id }: CardProps): JSX.Element {
  const box = useRef<HTMLElement>(null);
  const save = (): void => {
    const svg = box.current?.querySelector<SVGSVGElement>(".plot svg");
    if (svg === null || svg === undefined) return;
    download(`${picture}.svg`, svgText(svg), "image/svg+xml");
    said.value = `${picture}.svg saved`;
  };
  return (
    <section class="card" ref={box} aria-label={title} id={id}>
      <div class="card-head">
        <h2>{title}</h2>
        <div class="row">
          {actions}
          {picture !== undefined && (
            <button class="button quiet small save-picture" type="button" onClick={save}>
              Save picture
            </button>
          )}
        </div>
      </div>
      {lead !== undefined && <p class="soft small">{lead}</p>}
      {children}
    </section>
  );
}

/** One of a few, side by side. */
export function Segments<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}): JSX.Element {
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{label}</legend>
      {options.map(([name, text]) => (
        <button key={name} type="button" aria-pressed={name === value} onClick={() => onChange(name)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}
