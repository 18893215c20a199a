// Waits, with the client already loaded, to be told whose runtime this is: the answer has the
// function's environment variables. It comes by the connection that events will come by.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

// Whether the process began before it had a function.
export const isAhead = process.argv[2] === "warm";

export async function functionIsKnown() {
  if (isAhead) {
    Object.assign(process.env, JSON.parse(await transport().specialisation()));
    process.argv.pop();
    process.chdir(process.env.LAMBDA_TASK_ROOT);
  }
}

// Where the client will find it loaded, and with it what loads modules.
function transport() {
  const require = createRequire(import.meta.url);
  const nested = "./dist/rapid-client.node.js";
  return require(existsSync(new URL(nested, import.meta.url)) ? nested : "./rapid-client.node.js");
}
