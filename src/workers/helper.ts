// The code of a thread that does nothing but help in a shared memory. It is small, so the package contains it as text
// (scripts/build-helper.mjs), for where nobody finds dist/worker.mjs.
import type { Join } from "./join.js";
import { joinBy, ownPort, READY } from "./port.js";

const port = ownPort<{ readonly join: Join }>();
port.onmessage = ({ data }) => joinBy(port, data.join);
port.postMessage(READY);
