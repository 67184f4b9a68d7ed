// dropglm itself, in its own process like all programs. Programs: "default", with its own stopping rule; "loose", with a given tolerance;
// both also with "-workers" for one thread per core.
import { availableParallelism } from "node:os";
import { importLibrary, ROOT, readPackage } from "../../library.mjs";
import { readyOf } from "../dropglm.mjs";

/** Held weakly: the library may let an instance go. @type {WeakRef<WebAssembly.Memory>[]} */
const memories = [];

/** @returns {Promise<import("./serve.mjs").Served>} */
export async function open() {
  rememberMemories();
  const library = await importLibrary();
  /** @type {ReturnType<typeof readyOf> | undefined} */
  let ready;
  return {
    versions: async () =>
      `dropglm-${readPackage(ROOT).version} node-${process.versions.node} threads=1 workers=${availableParallelism()}`,
    load(input) {
      ready = readyOf(library, input);
    },
    fit: (program, tolerance) => {
      const given = program.startsWith("loose") ? { tolerance } : {};
      return ready?.run({ ...given, ...(program.endsWith("workers") ? { workers: "auto" } : {}) });
    },
    read: (result) => /** @type {ReturnType<typeof readyOf>} */ (ready).read(result),
    extras: () => ({ wasm: Math.max(...memories.map((memory) => memory.deref()?.buffer.byteLength ?? 0)) }),
  };
}

/** Keeps every memory that an instance exports, to measure the largest. */
function rememberMemories() {
  const { Instance, instantiate } = WebAssembly;
  /** @param {WebAssembly.Instance} instance */
  const keep = (instance) => {
    const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
    if (memory !== undefined) memories.push(new WeakRef(memory));
    return instance;
  };
  WebAssembly.Instance = /** @type {any} */ (
    class extends Instance {
      /** @param {ConstructorParameters<typeof Instance>} args */
      constructor(...args) {
        super(...args);
        keep(this);
      }
    }
  );
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {Parameters<typeof instantiate>} */ ...args) => {
      const made = /** @type {any} */ (await instantiate(...args));
      keep(made.instance ?? made);
      return made;
    }
  );
}
