// Starts AWS's own runtime client, version 4, for Node.js from 24 on. Loading it starts it.
import { findModules } from "./modules.mjs";
import { functionIsKnown } from "./warm.mjs";

await functionIsKnown();
findModules();
await import("./index.mjs");
