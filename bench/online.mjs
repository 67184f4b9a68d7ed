// Learning from a stream, beside SGDClassifier of scikit-learn on the same rows in the same order: progressive loss (mean log loss of every chunk,
// predicted before it is learned) and the time for predicting and learning. Reading the stream is not timed.
//
//   node bench/online.mjs [rows]       needs python3 (or $PYTHON) with scikit-learn, as Debian has it in python3-sklearn
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropout, matrix } from "../dist/index.mjs";
import { online } from "../dist/online.mjs";
import { normals, uniforms } from "./random.mjs";

const ROWS = Number(process.argv[2] ?? 500_000);
const COLUMNS = 20;
const CHUNK = 1000;

/** The unit of column j; 1, or from 1e-3 to 1e3. */
const UNITS = { "units of one size": () => 1, "units from 1e-3 to 1e3": (j) => 10 ** ((j % 7) - 3) };

function stream(unit) {
  const uniform = uniforms(1);
  const normal = normals(uniform);
  const x = new Float64Array(ROWS * COLUMNS);
  const y = new Float64Array(ROWS);
  for (let i = 0; i < ROWS; i++) {
    let eta = 0.5;
    for (let j = 0; j < COLUMNS; j++) {
      const value = normal();
      x[i * COLUMNS + j] = value * unit(j);
      eta += 0.5 * Math.sin(j + 1) * value;
    }
    y[i] = uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  }
  return { x, y };
}

function ours({ x, y }, options) {
  const learner = online({ family: "binomial", ...options });
  let loss = 0;
  let recent = 0;
  const begun = performance.now();
  for (let from = 0; from < ROWS; from += CHUNK) {
    const rows = Math.min(CHUNK, ROWS - from);
    const part = matrix(x.subarray(from * COLUMNS, (from + rows) * COLUMNS), rows, COLUMNS, "row");
    const truth = y.subarray(from, from + rows);
    const means = from === 0 ? new Float64Array(rows).fill(0.5) : learner.predict(part);
    let own = 0;
    for (let i = 0; i < rows; i++) own -= Math.log(Math.max(truth[i] === 1 ? means[i] : 1 - means[i], 1e-15));
    loss += own;
    if (from >= ROWS / 2) recent += own;
    learner.learn(part, truth);
  }
  return { loss: loss / ROWS, recent: recent / (ROWS / 2), ms: performance.now() - begun };
}

const PYTHON = `
import sys, time, json, warnings
import numpy as np
from sklearn.linear_model import SGDClassifier
warnings.filterwarnings("ignore")
folder, n, p, chunk = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
x = np.fromfile(folder + "/x.bin").reshape(n, p); y = np.fromfile(folder + "/y.bin")
for name, options in [("optimal", {}), ("adaptive 0.05", dict(learning_rate="invscaling", eta0=0.05, power_t=0.25, alpha=0)), ("average", dict(average=True, learning_rate="constant", eta0=0.01, alpha=0))]:
    model = None
    for loss_name in ("log_loss", "log"):
        try:
            model = SGDClassifier(loss=loss_name, random_state=1, shuffle=False, **options); model.partial_fit(x[:2], y[:2], classes=[0, 1])
            model = SGDClassifier(loss=loss_name, random_state=1, shuffle=False, **options); break
        except ValueError: continue
    loss = 0.0; recent = 0.0; begun = time.perf_counter()
    for at in range(0, n, chunk):
        a, b = x[at:at + chunk], y[at:at + chunk]
        mean = np.full(len(b), 0.5) if at == 0 else model.predict_proba(a)[:, 1]
        own = -np.log(np.maximum(np.where(b == 1, mean, 1 - mean), 1e-15)).sum()
        loss += own
        if at >= n / 2: recent += own
        model.partial_fit(a, b, classes=[0, 1])
    print(json.dumps(dict(name=name, loss=loss / n, recent=recent / (n / 2), ms=1000 * (time.perf_counter() - begun))))
`;

const line = (name, { loss, recent, ms }) =>
  console.log(`  ${name.padEnd(44)} loss ${loss.toFixed(4)}  second half ${recent.toFixed(4)}  ${ms.toFixed(0)} ms`);

for (const [name, unit] of Object.entries(UNITS)) {
  console.log(`${ROWS} rows, ${COLUMNS} columns, ${name}`);
  const rows = stream(unit);
  ours(rows, {}); // so that the engine has compiled it
  line("dropglm online", ours(rows, {}));
  line("dropglm online, dropout(0.3)", ours(rows, { noise: dropout(0.3) }));
  const folder = mkdtempSync(join(tmpdir(), "dropglm-online-"));
  try {
    writeFileSync(join(folder, "x.bin"), rows.x);
    writeFileSync(join(folder, "y.bin"), rows.y);
    const args = ["-c", PYTHON, folder, String(ROWS), String(COLUMNS), String(CHUNK)];
    for (const text of execFileSync(process.env.PYTHON ?? "python3", args, { encoding: "utf8" })
      .trim()
      .split("\n")) {
      const found = JSON.parse(text);
      line(`SGDClassifier, ${found.name}`, found);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
