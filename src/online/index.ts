// Every public name of dropglm/online, and nothing else.
export type { Features } from "./features.js";
export type { Counts } from "./learner.js";
export type { OnlineInput } from "./numbers.js";
export { fromJSON, Online, type OnlineModel, type OnlineVectors, online, type Progressive } from "./online.js";
export { type HashOptions, ONLINE_FAMILIES, type OnlineFamily, type OnlineOptions, type Settings } from "./options.js";
export type { OnlineJSON } from "./state.js";
export type { TableColumns } from "./table.js";
