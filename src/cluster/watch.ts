import type { Redis } from "ioredis";

// A network can drop packets without closing a connection, for example when a firewall forgets it. Then a command waits for an answer that never
// comes. So every connection is asked something each second, and one that stays silent is closed; ioredis connects again and sends what was not answered.

const TICK = 500;
/** Milliseconds without a byte from Redis after which a connection is closed. */
const SILENT = 5000;
/** Bytes a millisecond that a network carries at least: while much is being sent, an answer may take longer. */
const SLOWEST = 1000;

/** Milliseconds that a program waits for Redis at least: enough to connect again. */
const LEAST = 10_000;

/** What happens when Redis was not heard for so long. */
interface Limit {
  readonly patience: number;
  readonly lost: (ms: number) => void;
}

/** Watches a connection until it has ended. Counts ticks, not time: while this program computes it hears nothing, either. */
export function watch(redis: Redis, limit?: Limit): void {
  const most = Math.max(limit?.patience ?? 0, LEAST);
  let stream: Redis["stream"] | undefined;
  let [read, silent, away, isAsking] = [0, 0, 0, false];
  const ask = async (): Promise<void> => {
    isAsking = true;
    await redis.ping().catch(() => {});
    isAsking = false;
  };
  const tick = (): void => {
    if (redis.status === "ready" && !isAsking) void ask();
    if (redis.stream !== stream) {
      stream = redis.stream;
      [read, silent] = [0, 0];
    }
    const now = stream?.bytesRead ?? 0;
    const isHeard = now !== read;
    [silent, away] = isHeard ? [0, 0] : [silent + TICK, away + TICK];
    read = now;
    if (away > most) limit?.lost(most);
    const isOpen = redis.status === "ready" || redis.status === "connect";
    if (isOpen && silent > SILENT + stream!.writableLength / SLOWEST)
      stream!.destroy(new Error("Redis does not answer"));
  };
  const timer = setInterval(tick, TICK).unref();
  redis.on("end", () => clearInterval(timer));
}

/** Watches a connection and those that BullMQ makes of it, for commands that wait. Gives what ends them all, even if the network is cut. */
export function watchWithCopies(redis: Redis): () => void {
  const all = [redis];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (more) => {
    const copy = duplicate(more);
    all.push(copy);
    watch(copy);
    return copy;
  };
  watch(redis);
  return () => {
    for (const own of all) {
      own.options.retryStrategy = null;
      own.disconnect();
    }
  };
}

/** Waits for work, but no longer than until Redis does not answer any more. */
export async function unlessCut(redis: Redis, work: Promise<void>): Promise<void> {
  const isCut = new Promise<void>((lost) => watch(redis, { patience: 0, lost: () => lost() }));
  await Promise.race([work, isCut]);
}
