// All programs. dropglm newton comes first, because the ratios of the others refer to it.
import { lbfgs, newton } from "./dropglm.mjs";
import { glm } from "./glm.mjs";
import { jsRegression } from "./js-regression.mjs";
import { mlLogisticRegression } from "./ml-logistic-regression.mjs";
import { natural } from "./natural.mjs";
import { stdlibSgd } from "./stdlib-sgd.mjs";

/** @type {readonly import("./adapter.mjs").Adapter[]} */
export const ADAPTERS = [newton, lbfgs, mlLogisticRegression, glm, jsRegression];

/** Programs of npm. natural is for words and runs in small cases only. */
export const NPM = [mlLogisticRegression, glm, jsRegression, natural, stdlibSgd];

/** @param {string} name */
export function adapterOf(name) {
  const found = [...ADAPTERS, ...NPM].find((adapter) => adapter.name === name);
  if (found === undefined) throw new Error(`no program "${name}"`);
  return found;
}
