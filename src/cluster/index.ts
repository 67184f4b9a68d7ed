// Every public name of dropglm/cluster, and nothing else.
export { type BullOptions, bullmq } from "./bullmq.js";
export { type RunningWorker, startWorker, type WorkerOptions } from "./worker.js";
