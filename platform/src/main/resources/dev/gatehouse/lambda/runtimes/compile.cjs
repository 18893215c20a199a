"use strict";
// Compiles what a function imports, and runs none of it: V8's code for every file that its handler's
// file leads to goes to the output, a line each: a name of Node.js's own and the bytes in base64.
// Starts that find them need not compile those files. Runs beside any function, without its variables.
// Usage: node --expose-internals compile.cjs HANDLER
const { readFileSync, readdirSync, existsSync, realpathSync, statSync } = require("node:fs");
const loader = require("node:module");
const { dirname, extname, join } = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");
const { internalBinding } = require("internal/test/binding");
const { compileSourceTextModule } = require("internal/modules/esm/utils");
const { defaultResolve } = require("internal/modules/esm/resolve");

const { compileFunctionForCJSLoader } = internalBinding("contextify");
const OUTPUT = "/tmp/compiled";
const MOST_FILES = 2000;
const MOST_BYTES = 16 << 20;
// What is compiled for a loader of its own is not cached.
const LOADER = {};
const CONDITIONS = ["node", "import", "module-sync", "node-addons"];
const REQUIRES = /\b(?:require|import)\(\s*["']([^"'\n]+)["']\s*\)/g;

const types = new Map();
let bytes = 0;

/** What package.json of a folder, or of the next one above it that has one, says of files in .js. */
function type(folder) {
  if (!types.has(folder)) {
    const description = join(folder, "package.json");
    const known = existsSync(description)
      ? JSON.parse(readFileSync(description)).type
      : folder === "/" ? undefined : type(dirname(folder));
    types.set(folder, known ?? "commonjs");
  }
  return types.get(folder);
}

function isModule(file) {
  const extension = extname(file);
  return extension === ".mjs" || (extension === ".js" && type(dirname(file)) === "module");
}

/** Compiles a file; what it asks for. */
function compile(file, source) {
  const dynamic = [...source.matchAll(REQUIRES)].map(([, name]) => name);
  if (!isModule(file)) {
    compileFunctionForCJSLoader(source, file, false, false);
    return dynamic;
  }
  const compiled = compileSourceTextModule(pathToFileURL(file).href, source, LOADER);
  return [...compiled.getModuleRequests().map(({ specifier }) => specifier), ...dynamic];
}

function resolve(name, file) {
  if (!isModule(file)) return loader.createRequire(file).resolve(name);
  const { url } = defaultResolve(name, { parentURL: pathToFileURL(file).href, conditions: CONDITIONS });
  return fileURLToPath(url);
}

/** A file's own requests, as files; those that cannot be found are the function's to hear of. */
function* next(file) {
  const source = readFileSync(file, "utf8");
  bytes += source.length;
  // A function that has a cache of its own keeps it.
  if (file.startsWith("/var/task/") && source.includes("ableCompileCache(")) process.exit(0);
  for (const name of compile(file, source)) {
    try {
      const found = loader.isBuiltin(name) ? "" : resolve(name, file);
      if (/\.[cm]?js$/.test(found)) yield found;
    } catch {
      // Not there.
    }
  }
}

function compileAll(entries) {
  const files = new Set(entries);
  for (const file of files) {
    if (files.size > MOST_FILES || bytes > MOST_BYTES) return;
    try {
      for (const found of next(file)) files.add(found);
    } catch {
      // The function hears of it when it imports the file.
    }
  }
}

function entries(handler) {
  const slash = handler.lastIndexOf("/") + 1;
  const dot = handler.indexOf(".", slash);
  const file = join("/var/task", handler.slice(0, dot < 0 ? handler.length : dot));
  return ["", ".js", ".mjs", ".cjs"]
    .map((extension) => file + extension)
    .concat("/var/runtime/index.mjs")
    .filter((each) => existsSync(each) && statSync(each).isFile())
    .map((each) => realpathSync(each));
}

if (loader.flushCompileCache) {
  loader.enableCompileCache(OUTPUT);
  compileAll(entries(process.argv[2]));
  loader.flushCompileCache();
  for (const folder of existsSync(OUTPUT) ? readdirSync(OUTPUT) : []) {
    for (const file of readdirSync(join(OUTPUT, folder))) {
      const data = readFileSync(join(OUTPUT, folder, file)).toString("base64");
      process.stdout.write(`${folder}/${file} ${data}\n`);
    }
  }
}
