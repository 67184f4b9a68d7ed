import { GlmError } from "../base/errors.js";
import { builtin } from "../base/host.js";
import type { Piece } from "../shard/pieces.js";
import {
  type Pattern,
  type Place,
  packed,
  patternOf,
  type Room,
  unpacked,
  unpackedHead,
  type VectorName,
  type Written,
} from "./layout.js";

// The partitions of a fit in a file of ours, which has no name any more where the system allows that: it goes when the process goes, however that ends.

type Files = typeof import("node:fs");

/** Times that a read is tried before it fails. */
const TRIES = 3;
/** Milliseconds before it is tried again. */
const PATIENCE = 50;

const FULL = ["ENOSPC", "EDQUOT", "EFBIG"];

export class Spill {
  readonly #fs: Files;
  readonly #file: number;
  /** Of a file that could not lose its name. */
  readonly #path: string | undefined;
  readonly #folder: string;
  #bytes = 0;
  #isOpen = true;
  readonly places: Place[] = [];
  #pattern: Pattern | undefined;
  #numbers: ReadonlyMap<number, number> | undefined;

  private constructor(fs: Files, file: number, path: string | undefined, folder: string) {
    this.#fs = fs;
    this.#file = file;
    this.#path = path;
    this.#folder = folder;
    if (path !== undefined) process.once("exit", this.end);
  }

  /** Opens a file in a folder. */
  static open(folder: string | undefined): Spill {
    const fs = builtin<Files>("node:fs");
    if (fs === undefined) {
      throw new GlmError(
        "NOT_SUPPORTED",
        "a source needs files to keep its rows in; expected Node: fit a table in a page",
        {},
      );
    }
    const where = folder ?? builtin<typeof import("node:os")>("node:os")!.tmpdir();
    const name = `dropglm-${process.pid}-${Math.random().toString(36).slice(2)}.rows`;
    const path = builtin<typeof import("node:path")>("node:path")!.join(where, name);
    let file: number;
    try {
      file = fs.openSync(path, "wx+", 0o600);
    } catch (error) {
      throw cannotWrite(error, where);
    }
    try {
      fs.unlinkSync(path);
      return new Spill(fs, file, undefined, where);
    } catch {
      return new Spill(fs, file, path, where); // Windows keeps the names of open files
    }
  }

  /** Bytes in the file. */
  get bytes(): number {
    return this.#bytes;
  }

  get pattern(): Pattern {
    return this.#pattern!;
  }

  /** From now on y is read as the numbers that it stands for; undefined: as it was written. */
  mean(numbers: ReadonlyMap<number, number> | undefined): void {
    this.#numbers = numbers;
  }

  #meant(y: Float64Array | undefined): Float64Array | undefined {
    const numbers = this.#numbers;
    return numbers === undefined ? y : y?.map((v) => numbers.get(v)!);
  }

  /** Forgets all partitions. */
  clear(): void {
    this.#bytes = 0;
    this.places.length = 0;
    this.#pattern = undefined;
    this.#fs.ftruncateSync(this.#file, 0);
  }

  /** Adds the next partition. */
  async write(columns: number, written: Written): Promise<void> {
    this.#pattern ??= patternOf(columns, written);
    const { bytes, ...about } = packed(this.#pattern, written);
    const last = this.places.at(-1);
    const first = last === undefined ? 0 : last.first + last.rows;
    await this.#append(bytes);
    this.places.push({ at: this.#bytes, bytes: bytes.length, rows: written.rows, first, ...about });
    this.#bytes += bytes.length;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      try {
        done += await new Promise<number>((resolve, reject) => {
          const tell = (error: unknown, count: number): void => (error ? reject(error) : resolve(count));
          this.#fs.write(this.#file, bytes, done, bytes.length - done, this.#bytes + done, tell);
        });
      } catch (error) {
        throw cannotWrite(error, this.#folder, this.#bytes);
      }
    }
  }

  /** Partition k, in a room of the caller, if it has one. */
  async read(k: number, room?: Room): Promise<Piece> {
    const place = this.places[k]!;
    for (let tries = 1; ; tries++) {
      try {
        const bytes = room?.bytes(place.bytes) ?? new ArrayBuffer(place.bytes);
        await this.#readInto(new Uint8Array(bytes, 0, place.bytes), place.at);
        const piece = unpacked(this.pattern, place, bytes, room);
        return { ...piece, y: this.#meant(piece.y) };
      } catch (error) {
        if (tries >= TRIES || !this.#isOpen) throw unreadable(k, place, error);
        await new Promise((resolve) => setTimeout(resolve, PATIENCE * tries));
      }
    }
  }

  /** Partition k as it was written, but for y, which is read as what it means. */
  async written(k: number): Promise<Written> {
    const { rows, entries, y, weight } = await this.read(k);
    const { blocks } = entries as Extract<Piece["entries"], { kind: "coded" }>;
    return { rows, blocks, vectors: { ...(y && { y }), ...(weight && { weight }) } };
  }

  async #readInto(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const n = await new Promise<number>((resolve, reject) => {
        const tell = (error: unknown, count: number): void => (error ? reject(error) : resolve(count));
        this.#fs.read(this.#file, bytes, done, bytes.length - done, at + done, tell);
      });
      if (n === 0) throw new Error("the file ends too early");
      done += n;
    }
  }

  /** The vectors of the response of partition k. */
  vectors(k: number): Pick<Piece, "weight" | "trials" | "offset"> & { readonly y: Float64Array } {
    const place = this.places[k]!;
    const bytes = new Uint8Array(place.head);
    let done = 0;
    while (done < bytes.length) {
      const n = this.#fs.readSync(this.#file, bytes, done, bytes.length - done, place.at + done);
      if (n === 0) throw unreadable(k, place, new Error("the file ends too early"));
      done += n;
    }
    const { y, weight, trials, offset } = unpackedHead(this.pattern, place, bytes.buffer);
    return { y: this.#meant(y)!, weight, trials, offset };
  }

  /** One vector of all partitions. */
  vector(name: VectorName): Float64Array {
    const all = new Float64Array(this.places.reduce((sum, { rows }) => sum + rows, 0));
    for (const [k, { first }] of this.places.entries()) all.set(this.vectors(k)[name]!, first);
    return all;
  }

  /** Gives the room on the disk back. */
  readonly end = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#fs.closeSync(this.#file);
    if (this.#path === undefined) return;
    process.removeListener("exit", this.end);
    this.#fs.rmSync(this.#path, { force: true });
  };
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | null)?.code ?? (error as Error).message);
}

function cannotWrite(error: unknown, folder: string, written = 0): GlmError {
  const code = codeOf(error);
  if (FULL.includes(code)) {
    const message = `${folder} is full (${code}) after ${written} bytes of the rows were kept there; expected room for all of them: free some, or set the option folder to another disk`;
    return new GlmError("DISK_FULL", message, { folder, written, code });
  }
  const message = `folder ${folder} cannot be written (${code}); expected a folder for the rows of the fit: set the option folder`;
  return new GlmError("BAD_OPTION", message, { folder, code });
}

function unreadable(k: number, { rows, first }: Place, error: unknown): GlmError {
  const message = `partition ${k} (rows ${first} to ${first + rows - 1} of those in use) could not be read back from the temporary folder, tried ${TRIES} times (${codeOf(error)}); expected what was written: look at the disk, or set the option folder to another one`;
  return new GlmError("BAD_VALUE", message, { partition: k, first, rows });
}
