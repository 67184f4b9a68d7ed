import { type DesignInput, readDesign } from "./input/design.js";
import { type Prepared, preparedOf } from "./input/prepared.js";
import { ownDesign } from "./input/rows.js";
import { moments } from "./shard/moments.js";
import { placePartitions, planPartitions } from "./shard/partitions.js";
import { placeDesign } from "./wasm/design.js";
import { Held } from "./wasm/held.js";
import { freshKernel } from "./wasm/load.js";
import { openScopeOf, Scope } from "./wasm/scope.js";

/**
 * Copies x into the memory of the kernel once, for many fits: of many responses, along a slider, of a bootstrap. The result is an x for every
 * function of the package, and every number is the same bit for bit as with x itself. `fit`, `fitSync`, `path`, `pathSync`, `collinearity` and
 * `separation` use it where it is: they copy nothing, and without weights they need not compute the means and deviations of the columns
 * again. The others read it like any x.
 *
 * A copy is made for rows of weight 0, for `workers`, for columns of a sparse x that are far from 0 and have no zeros, and while another fit runs
 * on it. A path does not keep a copy of it, so `path.at(lambda, { exact: true })` needs it again.
 *
 * @param x  As in `fit`. Later changes of x have no effect. Of a table with text columns `fit` makes x by its formula: that cannot be prepared.
 * @returns  An x with `rows`, `columns` and `names`. `dispose()`, or `using`, gives its memory up; so does the collector when nobody refers to it.
 * @throws GlmError as `fit` does for x: BAD_SHAPE, BAD_VALUE with the place, EMPTY, OUT_OF_MEMORY. In a browser `await load()` first.
 *
 * @example
 * const design = prepare({ dose: [0, 1, 2, 3, 4], age: [31, 25, 44, 52, 38] });
 * const models = [[1, 3, 2, 6, 7], [2, 2, 1, 0, 1]].map((y) => fitSync(design, y, { family: "poisson" }));
 * design.dispose();
 */
export function prepare(x: DesignInput): Prepared {
  const given = readDesign(x);
  const own = given.entries.kind === "coded" ? ownDesign(given) : given; // codes are read from our own arrays
  const kernel = freshKernel();
  const partitions = planPartitions(given);
  const placed = placeDesign(new Scope(kernel), own, partitions.starts.length - 1);
  const { scope, end } = openScopeOf(kernel, () => {});
  const found = moments(scope, given, placed, placePartitions(scope, partitions), undefined, 0, "x"); // refuses entries that are not finite
  end();
  const held = new Held({ kernel, placed, moments: found });
  return preparedOf({ ...given, entries: held.entries }, held);
}
