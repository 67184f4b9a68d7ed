// Elements.

export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function fill(
  select: HTMLSelectElement,
  values: readonly (readonly [value: string, text: string])[],
  chosen: string,
): void {
  const key = JSON.stringify(values);
  if (select.dataset.key !== key)
    select.replaceChildren(...values.map(([value, text]) => make("option", { value }, text)));
  select.dataset.key = key;
  select.value = chosen;
}

/** Downloads a file. */
export function save(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
