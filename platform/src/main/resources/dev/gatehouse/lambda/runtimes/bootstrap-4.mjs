// Starts AWS's own runtime client, version 4, for Node.js from 24 on. Loading it starts it.
import { findSdk } from "./modules.mjs";
import { functionIsKnown } from "./warm.mjs";

findSdk();
await functionIsKnown();
await import("./index.mjs");
