// What ES modules import from NODE_PATH, where Node.js itself does not look for them; on AWS it does
// so from version 18 on. A sandbox with a view of its own has the SDK in a folder above the
// function's, where they find it: then only layers with modules need this.
import { existsSync } from "node:fs";
import * as loader from "node:module";
import { basename, delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const VIEW = "file:///var/runtime/";

const folders = (process.env.NODE_PATH ?? "")
  .split(delimiter)
  .filter((folder) => basename(folder) === "node_modules");
const parents = folders.map((folder) => pathToFileURL(join(dirname(folder), "parent.mjs")).href);

function isElsewhere(missing, specifier) {
  return missing.code === "ERR_MODULE_NOT_FOUND" && !/^[./]|:/.test(specifier);
}

// Runs beside the function, on the thread that Node.js keeps for this.
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (missing) {
    if (!isElsewhere(missing, specifier)) throw missing;
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

// The same on the function's own thread, which newer versions offer.
function resolveNow(specifier, context, next) {
  try {
    return next(specifier, context);
  } catch (missing) {
    if (!isElsewhere(missing, specifier)) throw missing;
    for (const parentURL of parents) {
      try {
        return next(specifier, { ...context, parentURL });
      } catch {
        // Not there either.
      }
    }
    throw missing;
  }
}

// To be called once the function, and with it its layers, is there.
export function findModules() {
  const hasLayers = folders.some((folder) => folder.startsWith("/opt/") && existsSync(folder));
  if (import.meta.url.startsWith(VIEW) && !hasLayers) return;
  if (loader.registerHooks) loader.registerHooks({ resolve: resolveNow });
  else loader.register?.(import.meta.url);
}
