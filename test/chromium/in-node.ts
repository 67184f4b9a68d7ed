// The results of Node, for comparison with the browser.
import type { TestProject } from "vitest/node";
import { bits } from "./bits.js";

declare module "vitest" {
  interface ProvidedContext {
    bits: Record<string, string>;
  }
}

export default async function inNode(project: TestProject): Promise<void> {
  project.provide("bits", await bits());
}
