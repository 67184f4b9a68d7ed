// dropglm fit, path and cv --on: workers of a Redis hold the rows, or fit the folds.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "../../cluster/servers.js";
import { expectRefusal, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const ROWS = Array.from({ length: 400 }, (_, i) => [
  Math.sin(i).toFixed(4),
  i % 9 === 4 ? "NA" : `k${i % 3}`,
  Number(Math.sin(i) + Math.cos(3 * i) > 0.3),
]);
put("d.csv", ["a,kind,y", ...ROWS.map((row) => row.join(","))].join("\n"));
const COMMAND = ["d.csv", "y ~ a + kind", "--family", "binomial"];

describe.skipIf(!HAS_REDIS)("--on", () => {
  let redis: Server;
  const urlOf = (password: string): string => `redis://:${password}@127.0.0.1:${redis.port}`;
  beforeAll(async () => {
    redis = await startRedis("--requirepass", "open-sesame");
    await startWorkerProcess(urlOf("open-sesame"), "--name", "rows", "--root", folder);
  }, 30_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    endWorkers();
    await redis.end();
  });

  it("prints and saves what a fit of this machine does, with the address in the command or in the environment", () => {
    const at = ["--on", urlOf("open-sesame"), "--name", "rows"];
    const here = run(["fit", ...COMMAND, "--save", "here.json"]);
    expect(run(["fit", ...COMMAND, "--save", "there.json", ...at])).toEqual(here);
    expect(here.code).toBe(0);
    expect(read("there.json")).toBe(read("here.json"));
    const path = ["path", ...COMMAND, "--count", "4", "--json"];
    expect(run([...path, ...at, "--memory", "64MB"])).toEqual(run(path));
    const cv = ["cv", ...COMMAND, "--count", "4", "--folds", "3", "--json"];
    expect(run([...cv, ...at])).toEqual(run(cv));
    vi.stubEnv("DROPGLM_QUEUE", urlOf("open-sesame"));
    expect(run(["fit", ...COMMAND, "--name", "rows", "--on"])).toEqual(run(["fit", ...COMMAND]));
    vi.unstubAllEnvs();
  });

  it("tells nobody the password", () => {
    for (const command of ["fit", "path"]) {
      const wrong = run([command, ...COMMAND, "--on", urlOf("open-barley")]);
      expectRefusal(wrong, /cannot use Redis at redis:\/\/\*\*\*@127\.0\.0\.1:\d+: WRONGPASS/);
      expect(wrong.error).not.toContain("barley");
    }
  });
});

it("refuses what cannot be", () => {
  const at = ["--on", "redis://127.0.0.1:1"];
  expectRefusal(run(["fit", ...COMMAND, "--on"]), /^error: no --on; expected the address of Redis.*\$DROPGLM_QUEUE/);
  expectRefusal(run(["path", ...COMMAND, "--on", "http://x"]), /^error: url is no address of a Redis/);
  expectRefusal(run(["fit", "d.csv", "--response", "y", ...at]), /^error: --on without a formula; .*--on redis:/);
  expectRefusal(run(["fit", "-", "y ~ a", ...at]), /^error: --on with standard input/);
  expectRefusal(run(["path", ...COMMAND, "--decimal", ",", ...at]), /^error: --decimal with --on/);
  expectRefusal(
    run(["fit", ...COMMAND, "--folder", ".", ...at]),
    /^error: folder with on; the rows are on the workers/,
  );
  expectRefusal(run(["fit", ...COMMAND, "--name", "rows"]), /^error: --name without --on/);
  expectRefusal(run(["cv", "d.svm", ...at]), /^error: --on with d.svm, a file of SVMlight/);
});
