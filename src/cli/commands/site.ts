import { bullmq } from "../../cluster/index.js";
import { GlmError } from "../../index.js";
import type { SourceFlags } from "../rows/stream.js";

/** The address of Redis: that of an option, or of the environment, which other users of the machine cannot read. */
export function addressOf(option: string, given: string | true | undefined): string {
  const url = typeof given === "string" ? given : process.env.DROPGLM_QUEUE;
  if (url !== undefined) return url;
  throw new GlmError(
    "BAD_OPTION",
    `no ${option}; expected the address of Redis, as ${option} redis://127.0.0.1:6379, or $DROPGLM_QUEUE`,
  );
}

/** The option of the library that --on stands for. */
export function onOptions({ on, name }: SourceFlags): object {
  return on === undefined ? {} : { on: bullmq({ url: addressOf("--on", on), queue: name }) };
}
