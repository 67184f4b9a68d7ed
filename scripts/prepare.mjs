// npm runs this after an install in a clone, and when the package is installed from its repository, where nobody built it. Then there is no
// dist/ yet. `npm ci` in a clone does not build: what follows it does.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

if (!existsSync("dist/index.mjs") && process.env.npm_command !== "ci") {
  execSync("npm run --silent build", { stdio: "inherit" });
}
