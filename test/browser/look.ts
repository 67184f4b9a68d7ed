// What is wrong with what is on the screen: by axe, and by measuring texts, targets and widths.
import { mkdirSync, readFileSync } from "node:fs";
import { page, ROOT, WORK } from "./visit.js";

const AXE = readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, "utf8");
export const SHOTS = `${WORK}/shots`;

interface Found {
  readonly violations: readonly { id: string; impact: string; nodes: readonly { target: unknown; html: string }[] }[];
}

/** All violations, of every impact, as lines. In the dark only colours are another matter. */
export async function violations(isColoursAlone = false): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE); // by the debugger, which no policy holds back
  const { violations } = await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Found> } };
    const options = only
      ? { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] }
      : { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
    return axe.run(options);
  }, isColoursAlone);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target} ${html.slice(0, 120)}`).join(" | ")}`,
  );
}

/** Faults of the layout that axe does not see, as lines: what is wider than the screen, small targets, and texts in plots that are pale, small, cut off or upon each other. */
export async function layoutFaults(): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const name = (node: Element): string =>
      `${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""}.${node.getAttribute("class") ?? ""} "${(node.textContent || node.getAttribute("aria-label") || "").trim().slice(0, 40)}"`;
    const isShown = (node: Element): boolean =>
      node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && node.getBoundingClientRect().width > 0;
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) {
      const wide = [...document.querySelectorAll("main *")].filter(
        (node) => isShown(node) && node.getBoundingClientRect().right > innerWidth + 1,
      );
      faults.push(`the page is ${over} px wider than the screen: ${wide.slice(0, 3).map(name).join(", ")}`);
    }

    const targets = document.querySelectorAll("button, select, input, textarea, summary, a[href], [role=slider]");
    for (const node of targets) {
      if (!isShown(node) || node.closest(".visually-hidden")) continue;
      const box = (node.closest("label") ?? node).getBoundingClientRect();
      if (Math.min(box.width, box.height) < 24)
        faults.push(`target of ${box.width.toFixed(0)} x ${box.height.toFixed(0)} px: ${name(node)}`);
    }

    const rgba = (text: string): [number, number, number, number] => {
      const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
      context.fillStyle = text;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      return [r!, g!, b!, a! / 255];
    };
    const light = ([r, g, b]: readonly number[]): number => {
      const [x, y, z] = [r!, g!, b!].map((c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!;
    };
    const behind = (node: Element): readonly number[] => {
      for (let at: Element | null = node; at !== null; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor);
        if (colour[3] > 0.5) return colour;
      }
      return [255, 255, 255];
    };
    for (const svg of document.querySelectorAll(".plot svg")) {
      if (!isShown(svg)) continue;
      const back = light(behind(svg));
      const card = (svg.closest(".card, figure, section") ?? svg).getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].filter((node) => isShown(node) && node.textContent !== "");
      const boxes = texts.map((node) => node.getBoundingClientRect());
      texts.forEach((node, k) => {
        const { fill, fontSize } = getComputedStyle(node);
        const front = light(rgba(fill));
        const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
        if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(1)}: ${name(node)}`);
        if (Number.parseFloat(fontSize) < 12) faults.push(`letters of ${fontSize}: ${name(node)}`);
        const box = boxes[k]!;
        if (box.left < card.left - 1 || box.right > card.right + 1) faults.push(`cut off: ${name(node)}`);
        boxes.slice(0, k).forEach((other, j) => {
          const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
          if (across > 1 && down > 4) faults.push(`upon each other: ${name(node)} and ${name(texts[j]!)}`);
        });
      });
    }
    return faults;
  });
}

/** A picture of the whole page, on a screen as high as it: so nothing that sticks lies upon something else. */
export async function shot(name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  const before = page.viewportSize()!;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...before, height: Math.max(before.height, Math.min(height, 6000)) });
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
  await page.setViewportSize(before);
}
