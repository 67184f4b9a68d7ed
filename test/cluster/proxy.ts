// A network between a program and Redis that can be cut without a word, and that can reset connections.
import { createServer, type Socket, connect as tcp } from "node:net";

export interface Network {
  readonly url: string;
  /** Connections that there have been. */
  readonly seen: () => number;
  /** Nothing comes through any more; connections stay open, and new ones are accepted. */
  readonly cut: () => void;
  /** What was cut goes on. */
  readonly mend: () => void;
  /** The connections that there are stay silent for ever; new ones work. */
  readonly forget: () => void;
  /** The connections that there are end with an error. */
  readonly reset: () => void;
  readonly end: () => void;
}

export async function startProxy(port: number): Promise<Network> {
  let open = new Set<Socket>();
  let [isCut, seen] = [false, 0];
  const join = (from: Socket, to: Socket): void => {
    open.add(from);
    from.setNoDelay(true);
    from.on("data", (bytes) => to.write(bytes));
    from.on("error", () => {});
    from.on("close", () => {
      open.delete(from);
      to.destroy();
    });
    if (isCut) from.pause();
  };
  const server = createServer((client) => {
    seen++;
    const redis = tcp(port, "127.0.0.1");
    join(client, redis);
    join(redis, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const each = (work: (socket: Socket) => void): void => {
    for (const socket of [...open]) work(socket);
  };
  const all: Socket[] = [];
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}`,
    seen: () => seen,
    cut: () => {
      isCut = true;
      each((socket) => socket.pause());
    },
    mend: () => {
      isCut = false;
      each((socket) => socket.resume());
    },
    forget: () => {
      each((socket) => socket.pause());
      all.push(...open);
      open = new Set();
    },
    reset: () => each((socket) => socket.resetAndDestroy()),
    end: () => {
      server.close();
      for (const socket of [...open, ...all]) socket.destroy();
    },
  };
}
