// @tensorflow/tfjs with its wasm backend: it has no GLM, so the loss is written here and minimized by its Adam, on all rows at
// once, with steps falling to 0. Numbers are f32. The "tolerance" is 1 / steps.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { versionOf } from "../../machine.mjs";

const STEP = 0.1;

/** @returns {Promise<import("./serve.mjs").Served>} */
export async function open() {
  const tf = await import("@tensorflow/tfjs");
  const backend = await import("@tensorflow/tfjs-backend-wasm");
  const entry = fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  backend.setWasmPaths(`${join(dirname(entry), "../wasm-out")}/`);
  await tf.setBackend("wasm");
  await tf.ready();
  /** @type {any} */
  let given;
  let p = 0;
  return {
    versions: async () => `tfjs-${versionOf("@tensorflow/tfjs")} threads=${backend.getThreadsCount()}`,
    load({ problem, data }) {
      p = data.p;
      const x = tf.tidy(() => tf.transpose(tf.tensor2d(Float32Array.from(data.columns), [p, data.n])));
      given = { x, y: tf.tensor2d(data.y, [data.n, 1], "float32"), lambda: problem.lambda };
    },
    async fit(_program, tolerance) {
      const { x, y, lambda } = given;
      const steps = Math.round(1 / tolerance);
      const beta = tf.variable(tf.zeros([p, 1]));
      const intercept = tf.variable(tf.scalar(0));
      const optimizer = tf.train.adam(STEP);
      const loss = () => {
        const eta = tf.add(tf.matMul(x, beta), intercept);
        const rows = tf.sub(tf.softplus(eta), tf.mul(y, eta));
        return /** @type {any} */ (tf.add(tf.mean(rows), tf.mul(tf.sum(tf.square(beta)), lambda / 2)));
      };
      for (let k = 0; k < steps; k++) {
        /** @type {any} */ (optimizer).learningRate = STEP * (1 - k / steps);
        optimizer.minimize(loss);
      }
      const answer = { intercept: (await intercept.data())[0], coefficients: await beta.data() };
      tf.dispose([beta, intercept]);
      optimizer.dispose();
      return answer;
    },
    read: (answer) => ({ fits: [answer] }),
  };
}
