// Starts AWS's own runtime client, version 3, for Node.js up to 22.
import { run } from "./dist/index.mjs";
import { findModules } from "./modules.mjs";
import { functionIsKnown } from "./warm.mjs";

await functionIsKnown();
findModules();
await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
