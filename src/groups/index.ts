// Every public name of dropglm/groups, and nothing else.
export type { Batch, Done, Outcome } from "./batch.js";
export { fitGroups, type GroupOptions, type GroupRun, type Site } from "./fit-groups.js";
export { GroupFits, type GroupRow } from "./fits.js";
export { Fatal, type Hand, Lost, threadHand } from "./hands.js";
export type { Columns, GroupKey } from "./split.js";
export type { GroupFit } from "./work.js";
