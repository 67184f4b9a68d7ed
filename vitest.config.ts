import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { CHROMIUM, FLAGS } from "./test/browser/chromium.mjs";

const debugBytes = fileURLToPath(new URL("./build/bytes.debug.ts", import.meta.url));

/** The suites whose numbers matter, in a real browser, where there is one; test/browser/announce.ts says so where not. */
const inBrowser: TestProjectConfiguration[] =
  CHROMIUM === undefined
    ? []
    : [
        {
          extends: true,
          test: {
            name: "chromium",
            include: ["test/conformance/**/*.test.ts", "test/golden/**/*.test.ts", "test/chromium/**/*.test.ts"],
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

export default defineConfig({
  assetsInclude: ["**/*.wasm"], // the kernel of test/helpers/testing-kernel.ts
  test: {
    testTimeout: 60_000,
    projects: [
      ...inBrowser,
      {
        extends: true,
        test: { name: "release", include: ["test/**/*.test.ts"], exclude: ["test/browser/**", "test/chromium/**"] },
      },
      {
        // The playground in Chromium, where there is one.
        extends: true,
        test: { name: "browser", include: ["test/browser/**/*.test.ts"], globalSetup: ["test/browser/announce.ts"] },
      },
      {
        // The same suite on the kernel with assertions: it finds what the release build would step over.
        extends: true,
        resolve: { alias: [{ find: /^\.\/bytes\.js$/, replacement: debugBytes }] },
        test: {
          name: "debug",
          include: ["test/**/*.test.ts"],
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
            "test/adversary/**", // minutes on this kernel; what it adds are assertions, which the other suites reach
          ],
        },
      },
    ],
  },
});
