import { builtin } from "../base/host.js";
import { KERNEL_DEFLATED_BASE64 } from "./bytes.js";

/** Whether this build contains the kernel: `dropglm` does, `dropglm/external` does not. */
export const isInlined: boolean = KERNEL_DEFLATED_BASE64 !== "";

/** The inlined kernel. It is deflated, because a server cannot compress base64 well. */
function deflated(): Uint8Array<ArrayBuffer> {
  const text = atob(KERNEL_DEFLATED_BASE64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** Where a server's engine is, that inflates: pages that jsdom pretends have streams that are not whole. */
export async function inflate(): Promise<BufferSource> {
  const here = inflateNow();
  if (here !== undefined) return here;
  const stream = new Blob([deflated()]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

interface Zlib {
  inflateRawSync(data: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** Inflates synchronously, which only server engines can: Node, Bun, Deno. Undefined elsewhere. */
export function inflateNow(): Uint8Array<ArrayBuffer> | undefined {
  return builtin<Zlib>("node:zlib")?.inflateRawSync(deflated());
}
