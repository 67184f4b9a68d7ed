// A process that stays and runs the built command line again and again: a new evaluation of dist/cli.mjs for each call, with its own
// streams, folder and environment. Starting Node and loading the package takes longer than most commands do.
import { Readable, Writable } from "node:stream";

/** @typedef {{ cli: string, args: string[], folder: string, input: string, env: NodeJS.ProcessEnv }} Call */

let calls = 0;

/** Replaces a stream of the process; gives what was written to it. @param {"stdout" | "stderr"} name */
function collect(name) {
  /** @type {Buffer[]} */
  const chunks = [];
  const value = new Writable({
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  Object.defineProperty(process, name, { value, configurable: true });
  return () => Buffer.concat(chunks).toString("utf8");
}

/** @param {Call} call */
async function answer({ cli, args, folder, input, env }) {
  const [out, error] = [collect("stdout"), collect("stderr")];
  Object.defineProperty(process, "stdin", { value: Readable.from([Buffer.from(input)]), configurable: true });
  process.env = { ...env };
  process.argv = [process.execPath, cli, ...args];
  process.chdir(folder);
  process.exitCode = undefined;
  calls += 1;
  try {
    await import(`file://${cli}?call=${calls}`);
  } catch (cause) {
    process.stderr.write(String(/** @type {Error} */ (cause).stack));
    process.exitCode = 1;
  }
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code, out: out(), error: error() };
}

process.on("message", async (call) => {
  process.send?.(await answer(/** @type {Call} */ (call)));
});
process.on("disconnect", () => process.exit());
