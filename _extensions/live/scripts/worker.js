/* Python in a worker: it has no document, so a learner's code cannot reach the page.

   In: {do: "run", id, code, name}.  Out: {say: "progress", what, bytes, of}, {say: "ready"},
   {say: "running", id} (again, if it begins anew), {say: "output", id, kind, content}, {say: "done", id, result}, {say: "failed", why}. */
"use strict";

const FILES = new URL("../pyodide/", self.location).href;
const EDITION = new URL(self.location).search;
const CORE = ["pyodide.asm.wasm", "python_stdlib.zip"]; // and scripts, which are not counted
const loading = { what: "", bytes: 0, of: 0, told: 0 };
let sizes = {};
let running = 0; // the cell that outputs belong to

function tell() {
  loading.told = performance.now();
  const { what, bytes, of } = loading;
  self.postMessage({ say: "progress", what, bytes, of });
}

function expect(what, files) {
  Object.assign(loading, { what, bytes: 0, of: files.reduce((sum, f) => sum + (sizes[f] ?? 0), 0) });
  tell();
}

function count(bytes) {
  loading.bytes += bytes;
  if (performance.now() - loading.told > 100) tell();
}

/* Pyodide fetches its files by itself: count what comes, on a copy.  It must have the browser's
   own response, for only then is what was compiled of it kept for the next visit. */
const plainFetch = self.fetch.bind(self);
self.fetch = async (...request) => {
  const response = await plainFetch(...request);
  const watched = String(request[0]?.url ?? request[0]).startsWith(FILES) && response.body;
  if (watched) void countAll(response.clone().body.getReader());
  return response;
};

async function countAll(reader) {
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    count(part.value.byteLength);
  }
}

/* The files of packages and of all that they need, and are not there yet. */
function filesOf(lock, names, loaded) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name) || name in loaded) return;
    found.add(name);
    lock.packages[name].depends.forEach(visit);
  };
  names.forEach(visit);
  return [...found].map((name) => lock.packages[name].file_name);
}

async function start() {
  const get = async (name) => (await plainFetch(FILES + name + EDITION)).json();
  const [lock, known] = await Promise.all([get("pyodide-lock.json"), get("sizes.json")]);
  sizes = known;
  expect("Python and NumPy", [...CORE, ...filesOf(lock, ["numpy"], {})]);
  self.importScripts(`${FILES}pyodide.js`);
  const python = await self.loadPyodide({
    indexURL: FILES,
    lockFileURL: `${FILES}pyodide-lock.json${EDITION}`,
    packages: ["numpy"],
    env: { MPLBACKEND: "module://pictures", HOME: "/home/pyodide" },
  });
  python.registerJsModule("live_page", {
    emit: (kind, content) => self.postMessage({ say: "output", id: running, kind, content }),
  });
  for (const name of ["products", "runner", "pictures"]) {
    const text = await (await plainFetch(`${name}.py${EDITION}`)).text();
    python.FS.writeFile(`/home/pyodide/${name}.py`, text);
  }
  const runner = python.pyimport("runner");
  const packageOf = {};
  for (const [name, { imports }] of Object.entries(lock.packages)) {
    for (const module of imports) packageOf[module.split(".")[0]] ??= name;
  }
  return { python, runner, lock, packageOf };
}

/* Load the package that brings a module; tell whether there is one. */
async function bring({ python, lock, packageOf }, module) {
  const name = packageOf[module.split(".")[0]];
  if (name === undefined || name in python.loadedPackages) return false;
  expect(name, filesOf(lock, [name], python.loadedPackages));
  await python.loadPackage(name, { messageCallback: () => {}, errorCallback: console.error });
  tell();
  return name in python.loadedPackages;
}

async function run(live, { id, code, name }) {
  running = id;
  self.postMessage({ say: "running", id });
  let module = live.runner.missing(code);
  while (module && (await bring(live, module))) {
    self.postMessage({ say: "running", id });
    module = live.runner.missing(code);
  }
  let trouble = live.runner.run(code, name);
  // A function of the package may import what the cell does not name.
  while (trouble.startsWith("module ")) {
    module = trouble.slice("module ".length);
    if (!(await bring(live, module))) {
      live.runner.report_missing(module);
      break;
    }
    self.postMessage({ say: "running", id });
    trouble = live.runner.run(code, name);
  }
  const result = { "": "ok", unsolved: "unsolved" }[trouble] ?? "error";
  self.postMessage({ say: "done", id, result });
}

const failed = (error) => self.postMessage({ say: "failed", why: String(error) });
const begun = start();
let queue = begun.then(() => self.postMessage({ say: "ready" }), failed);
self.onmessage = ({ data }) => {
  queue = queue.then(async () => run(await begun, data)).catch(failed);
};
