// Starts AWS's own runtime client, version 4, for Node.js from 24 on.
import "./index.mjs";
