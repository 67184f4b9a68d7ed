import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const debugBytes = fileURLToPath(new URL("./build/bytes.debug.ts", import.meta.url));

export default defineConfig({
  assetsInclude: ["**/*.wasm"],
  test: {
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "release", include: ["test/**/*.test.ts"], exclude: ["test/browser/**"] } },
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
            "test/package/**",
            "test/rooms.test.ts",
            "test/readme.test.ts",
            "test/cli/**",
            "test/errors/loading.test.ts",
          ],
        },
      },
    ],
  },
});
