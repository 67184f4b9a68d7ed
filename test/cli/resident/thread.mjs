// The thread that speaks with the resident process, so that the tests can wait for it.
import { fork } from "node:child_process";
import { workerData } from "node:worker_threads";

/** @type {{ port: import("node:worker_threads").MessagePort, flag: Int32Array }} */
const { port, flag } = workerData;
const resident = fork(new URL("./process.mjs", import.meta.url), { stdio: ["ignore", "ignore", "ignore", "ipc"] });

/** @param {unknown} message */
function tell(message) {
  port.postMessage(message);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}
resident.on("message", tell);
resident.on("exit", (code, signal) => tell({ code: null, out: "", error: `the process ended: ${code ?? signal}\n` }));
port.on("message", (call) => resident.send(call));
