// TLS, and the user of an ACL that docs/cluster.md describes: groups and fits to a source have the bits of this machine.
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { endWorkers, freePort, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const run = promisify(execFile);
const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-tls-"));
const [KEY, CERTIFICATE, CSV] = ["key.pem", "certificate.pem", "d.csv"].map((name) => join(FOLDER, name));
/** Whether certificates can be made here; where CI runs they can. */
const HAS_OPENSSL = ((): boolean => {
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", KEY!, "-out", CERTIFICATE!, ...names]; // biome-ignore format: one line
  try {
    execFileSync("openssl", args, { stdio: "ignore" });
    return true;
  } catch {
    if (process.env.CI === "true") throw new Error("openssl is not installed");
    return false;
  }
})();
const [, USER] = /ACL SETUSER (glm .*)/.exec(readFileSync(new URL("../../docs/cluster.md", import.meta.url), "utf8"))!;

const PROGRAM = `
import { bullmq } from "dropglm/cluster";
import { fitGroups } from "dropglm/groups";
import { file, fit } from "dropglm/stream";
const on = bullmq({ url: process.argv[2], patience: 5 });
const table = { store: ["a", "a", "a", "b", "b", "b"], price: [1, 2, 3, 1, 2, 3], sold: [9, 7, 6, 4, 4, 1] };
const groups = async (more) => (await fitGroups("sold ~ price", table, { by: "store", family: "poisson", ...more })).toTable();
const source = async (more) => (await fit("y ~ a + b", file(process.argv[3]), { family: "binomial", ...more })).coefficients;
const same = async (work) => JSON.stringify(await work({ on })) === JSON.stringify(await work({}));
console.log(await same(groups), await same(source));
`;
const PLACE = new URL("../../build/secure.mjs", import.meta.url); // in the package, so that its own name leads to it

describe.skipIf(!HAS_REDIS || !HAS_OPENSSL)("workers over TLS, as a user of an ACL", () => {
  let redis: Server;
  let address = "";
  beforeAll(async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [Math.sin(i), Math.cos(3 * i), Number(Math.sin(7 * i) > 0.2)]);
    writeFileSync(CSV!, ["a,b,y", ...rows.map((row) => row.join(","))].join("\n"));
    writeFileSync(PLACE, PROGRAM);
    const port = await freePort();
    const tls = {
      port: `${port}`,
      "cert-file": CERTIFICATE!,
      "key-file": KEY!,
      "ca-cert-file": CERTIFICATE!,
      "auth-clients": "no",
    };
    redis = await startRedis(...Object.entries(tls).flatMap(([name, value]) => [`--tls-${name}`, value]));
    const client = redis.client();
    await client.call("ACL", "SETUSER", ...USER!.split(" "));
    await client.call("ACL", "SETUSER", "default", "off");
    address = `localhost:${port}`;
    vi.stubEnv("NODE_EXTRA_CA_CERTS", CERTIFICATE);
  }, 30_000);
  afterEach(endWorkers);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await redis.end();
    rmSync(FOLDER, { recursive: true });
    rmSync(PLACE);
  });

  it("have the bits of this machine, and others are refused without a word of the password", async () => {
    const url = `rediss://glm:password@${address}`;
    await startWorkerProcess(url, "--root", FOLDER);
    const { stdout } = await run(process.execPath, [PLACE.pathname, url, CSV!]);
    expect(stdout).toBe("true true\n");
    const wrong = await run(process.execPath, [PLACE.pathname, `rediss://glm:secret@${address}`, CSV!]).catch((e) => e);
    expect(wrong.stderr).toMatch(/cannot use Redis at rediss:\/\/\*\*\*@localhost:\d+: WRONGPASS/);
    expect(wrong.stderr).not.toContain("secret");
  }, 60_000);
});
