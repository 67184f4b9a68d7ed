import { show } from "../base/show.js";
import { GlmError } from "../index.js";

/** The name of a queue, with the address of its Redis looked at, too. */
export function checkQueue(url: unknown, queue: unknown = "dropglm"): string {
  if (typeof url !== "string" || !/^rediss?:\/\/[^\s]+$/.test(url)) {
    const found = typeof url === "string" ? "no address of a Redis" : show(url);
    throw new GlmError("BAD_OPTION", `url is ${found}; expected redis://host:port, or rediss:// for TLS`, {});
  }
  if (typeof queue === "string" && /^[\w.-]{1,80}$/.test(queue)) return queue;
  throw new GlmError("BAD_OPTION", `queue is ${show(queue)}; expected a name of letters, digits, ., _ and -`, {});
}
