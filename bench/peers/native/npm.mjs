// A program of ../index.mjs in its own process, with its adapter. Programs: "default", unchanged; "tuned", for a program with a given
// number of steps of a given length: the best of some lengths, found before the timing, and 1 /
// tolerance steps.
import { withRows } from "../../data/index.mjs";
import { versionOf } from "../../machine.mjs";
import { timed } from "../../measure.mjs";
import { fastestRate } from "../../tune.mjs";
import { adapterOf } from "../index.mjs";

/** @param {string} name @returns {Promise<import("./serve.mjs").Served>} */
export async function open(name) {
  const adapter = adapterOf(name);
  const program = await adapter.load();
  /** @type {any} */
  let given;
  /** @type {any} */
  let input;
  let rate = 0;
  /** @param {import("../adapter.mjs").Settings} [settings] */
  const fit = (settings) => program.fit(input, given.problem, settings);
  const renew = () => {
    input = program.refresh?.(given.prepared, given.problem) ?? given.prepared;
  };
  return {
    versions: async () => `${name}-${versionOf(adapter.package)} threads=1`,
    load({ problem, data }) {
      const whole = withRows(data);
      given = { problem, data: whole, prepared: program.prepare(whole, problem) };
      renew();
    },
    renew,
    fit(asked, tolerance) {
      if (asked === "default") return fit();
      rate ||= fastestRate((settings) => timed(() => fit(settings)), given.problem, given.data);
      return fit({ rate, steps: Math.round(1 / tolerance) });
    },
    read: (answer) => ({ fits: [answer] }),
  };
}
