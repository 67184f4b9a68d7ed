// R in WebAssembly: glm.fit of webr. Its own R measures the time. A tolerance of 0 stands for its own.
import { versionOf } from "../../machine.mjs";

/** @returns {Promise<import("./serve.mjs").Served>} */
export async function open() {
  const { WebR } = await import("webr");
  const webR = new WebR({ interactive: false });
  await webR.init();
  let ms = 0;
  let p = 0;
  return {
    versions: async () =>
      `webr-${versionOf("webr")} R-${await webR.evalRString("as.character(getRversion())")} threads=1`,
    async load({ problem, data }) {
      p = data.p;
      const bytes = (/** @type {Float64Array} */ { buffer }) => new Uint8Array(buffer);
      await webR.FS.writeFile("/tmp/x", bytes(/** @type {Float64Array} */ (data.columns)));
      await webR.FS.writeFile("/tmp/y", bytes(Float64Array.from(data.y)));
      await webR.evalRVoid(`
        x <- cbind(1, matrix(readBin("/tmp/x", "double", ${data.n * p}), ${data.n}))
        y <- readBin("/tmp/y", "double", ${data.n})
        family <- ${problem.family === "binomial" ? "binomial()" : "poisson()"}`);
    },
    async fit(_program, tolerance) {
      const answer = await webR.evalRRaw(
        `{
          begun <- Sys.time()
          beta <- glm.fit(x, y, family = family, control = glm.control(${tolerance > 0 ? `epsilon = ${tolerance}` : ""}))$coefficients
          c(1000 * as.numeric(Sys.time() - begun, units = "secs"), beta)
        }`,
        "number[]",
      );
      ms = Number(answer[0]);
      return answer;
    },
    read: (answer) => ({ fits: [{ intercept: answer[1], coefficients: answer.slice(2, 2 + p) }] }),
    extras: () => ({ ms }),
  };
}
