// A program in its own process, which answers line by line.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { formatLine, parseLine } from "./exchange.mjs";

/** The result of a request without an answer. */
export class Refusal extends Error {}

/** No answer in time. */
export class Late extends Refusal {}

/** Settings that can slow OpenBLAS down on some machines; they are removed, so that NumPy and R use their defaults. */
const LEFT_OUT = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/** What a program finds around itself. @param {NodeJS.ProcessEnv} env */
export function environment(env = process.env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !LEFT_OUT.includes(name)));
}

export class Peer {
  #child;
  /** @type {AsyncIterator<string>} */
  #lines;
  #gone = "";

  /** @param {string} command @param {readonly string[]} args */
  constructor(command, args) {
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: environment() });
    this.#child.on("error", (error) => {
      this.#gone = error.message;
    });
    this.#child.stderr.on("data", (chunk) => {
      this.#gone = `${this.#gone}${chunk}`.slice(-400);
    });
    this.#child.stdin.on("error", () => {}); // seen as the end of its answers
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @param {string} verb
   * @param {object} fields
   * @param {number} seconds  patience; the process is ended when it is over
   * @returns {Promise<Record<string, string>>}
   */
  async ask(verb, fields = {}, seconds = 60) {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.end();
    }, 1000 * seconds);
    this.#child.stdin.write(`${formatLine(verb, fields)}\n`);
    try {
      for (;;) {
        const { value, done } = await this.#lines.next();
        if (done && late) throw new Late(`no answer within ${seconds} s`);
        if (done) throw new Refusal(`ended: ${lastLine(this.#gone)}`);
        const answer = parseLine(value);
        if (answer.verb === "ok") return { ...answer.fields, line: value.slice(3) };
        if (answer.verb === "error") throw new Refusal(value.slice(6));
      } // other lines are ignored
    } finally {
      clearTimeout(timer);
    }
  }

  /** Largest memory of the process so far, in bytes; undefined if the system does not report it. */
  peakMemory() {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
      return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
    } catch {
      return undefined;
    }
  }

  get alive() {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  end() {
    this.#child.kill("SIGKILL");
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}
