import { GlmError } from "../base/errors.js";
import { builtin } from "../base/host.js";
import { pack, unpack } from "../base/packed.js";

// Answers in a file, so that a program that was ended goes on from there. Records follow each other, each with its length and a checksum: the last one is cut
// off if it was not finished.

type Files = typeof import("node:fs");

/** The first bytes of a file. */
const MAGIC = "dropglm checkpoint 1\n";
/** Bytes of the length of a record. */
const LENGTH = 4;
/** Longer answers are asked for again: they have numbers of rows, which are quickly read and fill the disk. */
const MOST = 2 ** 26;

/** Where a record is. */
interface Place {
  readonly at: number;
  readonly bytes: number;
}

interface Entry {
  readonly name: string;
  readonly data: unknown;
}

export class Journal {
  readonly #fs: Files;
  readonly #file: number;
  readonly #path: string;
  readonly #places = new Map<string, Place>();
  #end: number;
  /** Why nothing more is written. */
  #trouble: string | undefined;

  private constructor(fs: Files, file: number, path: string) {
    this.#fs = fs;
    this.#file = file;
    this.#path = path;
    this.#end = this.#index();
  }

  /** Opens a file, or makes it; refuses one that is something else. */
  static open(path: string): Journal {
    const fs = builtin<Files>("node:fs")!;
    let file: number;
    try {
      file = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    } catch (error) {
      const message = `checkpoint ${path} cannot be opened (${(error as Error).message}); expected the path of a file in a folder that may be written to`;
      throw new GlmError("BAD_OPTION", message, { option: "checkpoint", path });
    }
    try {
      return new Journal(fs, file, path);
    } catch (error) {
      fs.closeSync(file);
      throw error;
    }
  }

  /** Why nothing more is written; undefined if nothing was wrong. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** What was kept under a name, which is there. */
  read(name: string): unknown {
    const { at, bytes } = this.#places.get(name)!;
    return this.#entry(at, bytes).data;
  }

  /** Keeps something. A disk that is full ends this, not the fit. */
  add(name: string, data: unknown): void {
    if (this.#trouble !== undefined) return;
    const record = pack({ name, data } satisfies Entry);
    if (record.length > MOST) return;
    const all = new Uint8Array(LENGTH + record.length);
    new DataView(all.buffer).setUint32(0, record.length, true);
    all.set(record, LENGTH);
    try {
      if (this.#fs.fstatSync(this.#file).size !== this.#end) throw new Error("another program writes to it, too");
      this.#write(all);
    } catch (error) {
      this.#trouble = `${this.#path}: ${(error as Error).message}`;
      return;
    }
    this.#places.set(name, { at: this.#end + LENGTH, bytes: record.length });
    this.#end += all.length;
  }

  /** Lets go of the file; `isDone`: nobody needs it any more. */
  close(isDone: boolean): void {
    this.#fs.closeSync(this.#file);
    if (isDone) this.#fs.rmSync(this.#path, { force: true });
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; )
      done += this.#fs.writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
  }

  /** Finds the records; returns where the last whole one ends. */
  #index(): number {
    const { size } = this.#fs.fstatSync(this.#file);
    const head = this.#bytes(0, Math.min(size, MAGIC.length)).toString("latin1");
    if (!MAGIC.startsWith(head)) {
      const message = `checkpoint ${this.#path} is another file, which is left as it is; expected a path where nothing is, or the checkpoint of a fit that was ended`;
      throw new GlmError("BAD_OPTION", message, { option: "checkpoint", path: this.#path });
    }
    let at = MAGIC.length;
    if (head.length < MAGIC.length) this.#fs.writeSync(this.#file, MAGIC, 0, "latin1");
    for (let next = this.#lengthAt(at, size); next !== undefined; next = this.#lengthAt(at, size)) {
      try {
        this.#places.set(this.#entry(at + LENGTH, next).name, { at: at + LENGTH, bytes: next });
      } catch {
        break; // damaged: what follows cannot be trusted either
      }
      at += LENGTH + next;
    }
    this.#fs.ftruncateSync(this.#file, at);
    return at;
  }

  /** The length of the record at a place; undefined if the file ends before it. */
  #lengthAt(at: number, size: number): number | undefined {
    if (at + LENGTH > size) return undefined;
    const length = this.#bytes(at, LENGTH).readUInt32LE(0);
    return at + LENGTH + length <= size ? length : undefined;
  }

  #entry(at: number, length: number): Entry {
    return unpack(this.#bytes(at, length)) as Entry;
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const read = this.#fs.readSync(this.#file, bytes, done, length - done, at + done);
      if (read === 0) throw new Error(`${this.#path} ends too early`);
      done += read;
    }
    return bytes;
  }
}
