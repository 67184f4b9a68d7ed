// An axis of counted things has ticks at whole numbers only.
import type { Scale } from "../ui/axes.js";

export function whole(scale: Scale): Scale {
  const ticks = (count?: number): number[] => scale.ticks(count).filter(Number.isInteger);
  return Object.assign((value: number) => scale(value), {
    ticks,
    domain: () => scale.domain(),
    range: () => scale.range(),
  });
}
