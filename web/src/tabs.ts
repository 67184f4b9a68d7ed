// Tabs, for mouse, keyboard and screen readers (WAI-ARIA, tabs with automatic activation).
import { byId, make } from "./dom.js";

export function connectTabs<T extends string>(
  views: Readonly<Record<T, string>>,
  onChoose: (view: T) => void,
): { show: (view: T) => void } {
  const names = Object.keys(views) as T[];
  const list = byId("tabs");
  const tabs = names.map((name) =>
    make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel" }, views[name]),
  );
  list.replaceChildren(...tabs);
  const show = (view: T): void => {
    tabs.forEach((tab, k) => {
      const isChosen = names[k] === view;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    });
    byId("panel").setAttribute("aria-labelledby", `tab-${view}`);
  };
  const choose = (k: number): void => {
    const view = names[(k + names.length) % names.length]!;
    show(view);
    tabs[names.indexOf(view)]!.focus();
    onChoose(view);
  };
  tabs.forEach((tab, k) => {
    tab.onclick = () => choose(k);
    tab.onkeydown = ({ key }) => {
      const moves: Record<string, number> = { ArrowRight: k + 1, ArrowLeft: k - 1, Home: 0, End: names.length - 1 };
      if (moves[key] !== undefined) choose(moves[key]);
    };
  });
  return { show };
}
