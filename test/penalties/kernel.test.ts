// Every penalty of the registry against itself: its slope and curvature are derivatives of its value.
import { describe, expect, it } from "vitest";
import { PENALTIES } from "../../src/penalties/index.js";
import { derivative } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

const GAMMA = 3.2;
const STRENGTH = 0.3;

/** Groups of one entry, where the penalty is of groups. */
function aloneInGroup(): number {
  const at = kernel.alloc(32) >>> 0;
  const view = new DataView(kernel.memory.buffer, at, 32);
  const { Groups_members: m, Groups_sizes: n } = kernel as unknown as Record<string, WebAssembly.Global>;
  view.setInt32(24, 0, true);
  view.setInt32(28, 1, true);
  view.setUint32(m!.value, at + 24, true);
  view.setUint32(n!.value, at + 28, true);
  return at;
}

/** One coefficient of a penalty: kink and units as given. */
function coefficient(
  id: number,
  isGrouped: boolean,
  kink: number,
  unit: number,
  work: (at: (b: number) => Answers) => void,
): void {
  scoped(() => {
    const size = 40;
    const params = kernel.alloc(size) >>> 0;
    const [strength, kinks, units] = [put([STRENGTH * unit * unit]), put([kink]), put([unit])];
    const view = new DataView(kernel.memory.buffer, params, size);
    const {
      SeparablePenalty_strength: s,
      SeparablePenalty_kinks: k,
      SeparablePenalty_units: u,
      SeparablePenalty_shape: g,
      SeparablePenalty_groups: groups,
    } = kernel as unknown as Record<string, WebAssembly.Global>;
    view.setUint32(s!.value, strength, true);
    view.setUint32(k!.value, kinks, true);
    view.setUint32(u!.value, units, true);
    view.setFloat64(g!.value, GAMMA, true);
    view.setUint32(groups!.value, isGrouped ? aloneInGroup() : 0, true);
    work((b) =>
      scoped(() => {
        const [theta, slope, curvature] = [put([b]), put([0]), put([0])];
        kernel.penaltyAddSlopes(id, params, 1, theta, slope);
        kernel.penaltyAddCurvatures(id, params, 1, theta, 1, curvature);
        return {
          value: kernel.penaltyValue(id, params, 1, theta),
          slope: get(slope, 1)[0]!,
          curvature: get(curvature, 1)[0]!,
          kink: kernel.penaltyKink(id, params, 0),
        };
      }),
    );
  });
}

interface Answers {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
  readonly kink: number;
}

describe("penalties in the kernel", () => {
  for (const { name, id, hasKinks, isBounded, isGrouped = false } of Object.values(PENALTIES)) {
    for (const unit of [1, 0.25, 3]) {
      const kink = 0.7 * unit; // lambda 0.7
      it(`${name}: slope, curvature and kink are those of the value, unit ${unit}`, () => {
        coefficient(id, isGrouped, kink, unit, (at) => {
          expect(at(0).value).toBe(0);
          expect(at(0).kink).toBe(hasKinks ? kink : 0);
          for (const beta of [0.05, 0.3, 0.65, 0.75, 1.2, 2.1, 2.3, 4, 50]) {
            for (const b of [beta / unit, -beta / unit]) {
              const h = 1e-4 * Math.abs(b);
              const here = at(b);
              const jump = here.kink * Math.sign(b);
              expect(derivative((t) => at(t).value, b, h)).toBeCloseTo(here.slope + jump, 8);
              expect(derivative((t) => at(t).slope, b, h)).toBeCloseTo(here.curvature, 8);
              expect(here.value).toBe(at(-b).value);
              expect(here.value).toBeGreaterThan(0);
            }
          }
          const flat = at(100 / unit).value === at(200 / unit).value;
          expect(flat).toBe(isBounded);
        });
      });
    }
    it(`${name}: a coefficient without a penalty has none, with a unit or not`, () => {
      for (const unit of [0, 1]) {
        coefficient(id, isGrouped, 0, unit, (at) => {
          for (const b of [-2, 0, 1e-3]) {
            const { value, slope, curvature } = at(b);
            const s = STRENGTH * unit * unit;
            const squares = isBounded || isGrouped ? [0, 0, 0] : [0.5 * s * b * b, s * b, s];
            expect([value, slope + 0, curvature].map((v, k) => v - squares[k]!)).toEqual([0, 0, 0]);
          }
        });
      }
    });
  }
});
