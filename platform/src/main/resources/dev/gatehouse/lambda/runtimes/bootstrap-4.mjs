// Starts AWS's own runtime client, version 4, for Node.js from 24 on. Loading it starts it.
import { functionIsKnown } from "./warm.mjs";

await functionIsKnown();
await import("./index.mjs");
