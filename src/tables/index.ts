// Formulas and tables for dropglm/external.
export { tables } from "../frame/all.js";
export type { Tables } from "../frame/hook.js";
