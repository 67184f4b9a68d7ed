// Every public name of dropglm/svmlight, and nothing else.
export type { ReadOptions } from "./options.js";
export { readSvmlight, type Svmlight, type TextSource } from "./read.js";
export { type WriteOptions, writeSvmlight } from "./write.js";
