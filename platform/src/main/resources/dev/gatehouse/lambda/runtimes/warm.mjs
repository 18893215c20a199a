// Waits, with the client already loaded, to be told whose runtime this is: the answer has the
// function's environment variables. It comes by the connection that events will come by.
import { existsSync } from "node:fs";
import * as loader from "node:module";

// Where a sandbox sees what was compiled ahead of the files that its function imports.
const COMPILED = "/var/compiled";

// Whether the process began before it had a function.
export const isAhead = process.argv[2] === "warm";

export async function functionIsKnown() {
  if (isAhead) {
    load(process.argv.splice(3));
    Object.assign(process.env, JSON.parse(await transport().specialisation()));
    process.argv.pop();
    process.chdir(process.env.LAMBDA_TASK_ROOT);
  }
  if (existsSync(COMPILED) && !loader.getCompileCacheDir?.()) loader.enableCompileCache?.(COMPILED);
}

// Modules of the runtime that the function will import. What cannot be loaded, it will hear of.
function load(names) {
  const require = loader.createRequire(import.meta.url);
  for (const name of names) {
    try {
      require(name);
    } catch {
      // As above.
    }
  }
}

// Where the client will find it loaded, and with it what loads modules.
function transport() {
  const require = loader.createRequire(import.meta.url);
  const nested = "./dist/rapid-client.node.js";
  return require(existsSync(new URL(nested, import.meta.url)) ? nested : "./rapid-client.node.js");
}
