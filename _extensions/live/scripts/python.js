/* Python as the page sees it: start, run, stop, and how far it has loaded. */
"use strict";

(() => {
  const { facts } = live;
  let worker = null;
  let jobs = new Map(); // of cells that wait or run
  let nJobs = 0;

  /* Why Python cannot start in this page, or "". */
  function hindrance() {
    if (location.protocol === "file:") return "file";
    if (!facts.runs) return facts.pytorch ? "pytorch" : "missing";
    return typeof Worker === "undefined" ? "missing" : "";
  }

  const python = {
    state: "off", // off, starting, idle, busy
    hindrance,
    onchange: () => {}, // (state, detail)

    start() {
      if (worker) return;
      worker = new Worker(`${facts.static}live/worker.js?${facts.edition}`);
      worker.onmessage = ({ data }) => hear(data);
      worker.onerror = (event) => hear({ say: "failed", why: event.message });
      change("starting", { what: "Python" });
    },

    /* Run one cell; `heard` gets its outputs.  Resolves to "ok", "error", "unsolved" (it
       needs a task that is not solved yet) or "stopped". */
    run(code, name, heard) {
      this.start();
      return new Promise((resolve) => {
        const id = ++nJobs;
        jobs.set(id, { heard, resolve });
        worker.postMessage({ do: "run", id, code, name });
      });
    },

    /* End Python; whatever was run in it is gone. */
    stop() {
      worker?.terminate();
      worker = null;
      const waiting = [...jobs.values()];
      jobs = new Map();
      change("off");
      waiting.forEach(({ resolve }) => resolve("stopped"));
    },
  };

  function change(state, detail = {}) {
    python.state = state;
    python.onchange(state, detail);
  }

  function hear(message) {
    const job = jobs.get(message.id);
    if (message.say === "progress") change(python.state === "idle" ? "busy" : python.state, message);
    if (message.say === "ready") change(jobs.size ? "busy" : "idle", { ready: true });
    if (message.say === "failed") {
      python.stop();
      change("off", { failed: message.why });
    }
    if (message.say === "running") {
      job?.heard("begin");
      change("busy");
    }
    if (message.say === "output") job?.heard(message.kind, message.content);
    if (message.say === "done") {
      jobs.delete(message.id);
      change(jobs.size ? "busy" : "idle");
      job?.resolve(message.result);
    }
  }

  live.python = python;
})();
