// Builds dist/ as tsdown.config.ts says, and the folders of the entries. The same as `npx tsdown` for dist/, which also says which
// versions of Node it will leave.
import { build } from "tsdown";
import { writeEntryFolders } from "./entry-folders.mjs";

await build({ logLevel: "warn" });
writeEntryFolders();
