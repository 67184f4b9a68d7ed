// A function at the edge. ?workers=auto, or a number.
import * as library from "dropglm";
import { program } from "./program.mjs";

export default {
  /** @param {Request} request */
  async fetch({ url }) {
    const asked = new URL(url).searchParams.get("workers") ?? "auto";
    const workers = asked === "auto" ? asked : Number(asked);
    return new Response(
      await program(library, { workers, folds: workers }).catch(({ code, message }) => `${code} ${message}`),
    );
  },
};
