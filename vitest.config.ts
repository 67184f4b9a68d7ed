import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { CHROMIUM, FLAGS } from "./test/browser/chromium.mjs";
import { ISOLATED } from "./web/isolated.mjs";

const debugBytes = fileURLToPath(new URL("./build/bytes.debug.ts", import.meta.url));

/** The suites whose numbers matter, in a real browser, where there is one; test/browser/build-site.ts says so where not. */
const inBrowser: TestProjectConfiguration[] =
  CHROMIUM === undefined
    ? []
    : [
        {
          extends: true,
          server: { headers: ISOLATED }, // threads of a page share memory only where it is isolated
          test: {
            name: "chromium",
            env: { DROPGLM_SLICE: "4" }, // of the cases in test/conformance/storages.test.ts and objective.test.ts
            include: [
              "test/conformance/**/*.test.ts",
              "test/golden/**/*.test.ts",
              "test/chromium/**/*.test.ts",
              "test/workers/team.test.ts",
            ],
            globalSetup: ["test/chromium/in-node.ts"],
            setupFiles: ["test/chromium/load.ts"],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions: { executablePath: CHROMIUM, args: FLAGS } }),
              instances: [{ browser: "chromium" }],
            },
          },
        },
      ];

/** `npm run test:nightly`. */
const isNight = process.env.DROPGLM_NIGHTLY !== undefined;

const WITH_ASSERTIONS = [
  "test/conformance/objective.test.ts",
  "test/conformance/storages.test.ts",
  "test/conformance/coded.test.ts",
  "test/conformance/coded-fits.test.ts",
  "test/conformance/selected-rows.test.ts",
  "test/conformance/paths.test.ts",
  "test/conformance/multinomial.test.ts",
  "test/golden/**/*.test.ts",
  "test/noise/**/*.test.ts",
  "test/objective/**/*.test.ts",
  "test/wasm/memory.test.ts",
  "test/wasm/scope.test.ts",
  "test/infer.test.ts",
  "test/counts.test.ts",
];

/** What changes the state of modules, or counts on their first state: instances of the kernel, threads that are kept, mocks. */
const ALONE = [
  "test/wasm/load.test.ts",
  "test/wasm/source.test.ts",
  "test/base/errors.test.ts",
  "test/package/memory.test.ts",
  "test/result/later-unloaded.test.ts",
  "test/prepare.test.ts",
  "test/workers/**/*.test.ts",
  "test/package/workers.test.ts",
];

export default defineConfig({
  assetsInclude: ["**/*.wasm"], // the kernel of test/helpers/testing-kernel.ts
  test: {
    testTimeout: 60_000,
    maxWorkers: "100%", // one less than there are cores would leave a machine of two with one
    projects: [
      ...inBrowser,
      {
        extends: true,
        test: {
          name: "release",
          env: isNight ? {} : { DROPGLM_SLICE: "3" }, // of long lists of cases; every night all
          isolate: false, // files share the modules they import, which takes half of the time of loading them
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/chromium/**", ...ALONE],
        },
      },
      {
        extends: true,
        // of the cases of threads and crews every eleventh; every night all
        test: { name: "alone", env: isNight ? {} : { DROPGLM_SLICE: "11" }, include: ALONE },
      },
      {
        // The playground in Chromium, where there is one.
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/build-site.ts"],
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        // The kernel with assertions finds what the release build would step over: how a chunk is laid out, for every storage, family
        // and noise. Every night it runs all tests; here those that reach every loop over rows.
        extends: true,
        resolve: { alias: [{ find: /^\.\/bytes\.js$/, replacement: debugBytes }] },
        test: {
          name: "debug",
          isolate: isNight, // every night ALONE is among them
          env: isNight ? {} : { DROPGLM_SLICE: "6" }, // of the cases in test/conformance/storages.test.ts
          include: isNight ? ["test/**/*.test.ts"] : WITH_ASSERTIONS,
          exclude: [
            "test/browser/**",
            "test/chromium/**",
            "test/package/**",
            "test/rooms.test.ts",
            "test/readme.test.ts",
            "test/cli/**",
            "test/table/**",
            "test/svmlight/**",
            "test/wasm/source.test.ts",
            "test/adversary/**", // minutes on this kernel, and nothing that the others do not reach
          ],
        },
      },
    ],
  },
});
