// Starts AWS's own runtime client, version 3, for Node.js up to 22.
import { setFlagsFromString } from "node:v8";
import { findModules } from "./modules.mjs";
import { functionIsKnown, isAhead } from "./warm.mjs";

// Ahead of any function there is time to compile all of the client, not only what runs first.
if (isAhead) setFlagsFromString("--no-lazy");
const { run } = await import("./dist/index.mjs");
const known = functionIsKnown();
if (isAhead) setFlagsFromString("--lazy");
await known;
findModules();
await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
