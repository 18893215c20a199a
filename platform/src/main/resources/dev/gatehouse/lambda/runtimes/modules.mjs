// The SDK for ES modules, which are not looked for in NODE_PATH. A sandbox with a view of its own
// has the SDK in a folder above the function's, where they find it; one without has not, and asks
// NODE_PATH after everything else has failed.
import * as loader from "node:module";
import { basename, delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const VIEW = "file:///var/runtime/";

const parents = (process.env.NODE_PATH ?? "")
  .split(delimiter)
  .filter((folder) => basename(folder) === "node_modules")
  .map((folder) => pathToFileURL(join(dirname(folder), "parent.mjs")).href);

// Runs beside the function, on the thread that Node.js keeps for this.
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (missing) {
    if (missing.code !== "ERR_MODULE_NOT_FOUND" || /^[./]|:/.test(specifier)) throw missing;
    for (const parentURL of parents) {
      try {
        return await next(specifier, { ...context, parentURL });
      } catch {
        // Not there either.
      }
    }
    throw missing;
  }
}

export function findSdk() {
  if (!import.meta.url.startsWith(VIEW)) loader.register?.(import.meta.url);
}
