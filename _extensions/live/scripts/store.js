/* What the book keeps in this browser: answers and choices, by name and version.

   Every key begins with PREFIX.  Where a browser keeps nothing (private mode, full
   storage) the page goes on without; "live-keeps" tells when that begins and ends. */
"use strict";

window.live ??= {};

(() => {
  const PREFIX = "ninetytwo ";
  const KINDS = /^(answer|choice|solved) \S/;
  let keeps = true;

  function trying(work, otherwise) {
    try {
      return work();
    } catch {
      return otherwise;
    }
  }

  function read(...name) {
    const text = trying(() => localStorage.getItem(PREFIX + name.join(" ")), null);
    return text === null ? null : trying(() => JSON.parse(text), null);
  }

  function write(value, ...name) {
    const kept = trying(() => {
      localStorage.setItem(PREFIX + name.join(" "), JSON.stringify(value));
      return true;
    }, false);
    if (kept !== keeps) {
      keeps = kept;
      document.dispatchEvent(new CustomEvent("live-keeps", { detail: keeps }));
    }
    return kept;
  }

  function remove(...name) {
    trying(() => localStorage.removeItem(PREFIX + name.join(" ")));
  }

  /* The last words of all names that begin with these. */
  function list(...name) {
    const beginning = PREFIX + name.map((word) => `${word} `).join("");
    const keys = trying(() => Object.keys(localStorage), []);
    return keys.filter((key) => key.startsWith(beginning)).map((key) => key.slice(beginning.length));
  }

  function forgetEverything() {
    for (const rest of list()) remove(rest);
  }

  function askAndForget() {
    if (!confirm("Forget all answers and choices that this browser keeps of the book?")) return;
    forgetEverything();
    location.reload();
  }

  /* All that is kept, by name. */
  function all() {
    return Object.fromEntries(list().map((name) => [name, read(name)]));
  }

  /* Take what another browser has kept; what is here stays, and another answer to the same
     task is kept beside it.  Return how much was new. */
  function take(others) {
    let nNew = 0;
    for (const [name, value] of Object.entries(others)) {
      if (!KINDS.test(name) || !(typeof value === "string" || value === true)) continue;
      const here = read(name);
      if (here === value) continue;
      const beside = here !== null && name.startsWith("answer ");
      if (here !== null && !beside) continue;
      write(value, beside ? name.replace(/ \S+$/, " elsewhere") : name);
      nNew += 1;
    }
    return nNew;
  }

  /* Call `heard(last, value, before)` when another tab keeps something under these words. */
  function follow(name, heard) {
    const beginning = PREFIX + name.map((word) => `${word} `).join("");
    const parse = (text) => (text === null ? null : trying(() => JSON.parse(text), null));
    addEventListener("storage", ({ key, newValue, oldValue }) => {
      if (!key?.startsWith(beginning) || newValue === null) return;
      heard(key.slice(beginning.length), parse(newValue), parse(oldValue));
    });
  }

  live.store = { read, write, remove, list, askAndForget, all, take, follow };

  const facts = document.getElementById("live-facts");
  live.facts = facts && JSON.parse(facts.textContent);

  /* Say something to those who listen to the page. */
  let voice = null;
  live.announce = (text) => {
    if (!voice) {
      voice = document.createElement("div");
      voice.className = "live-voice visually-hidden";
      voice.setAttribute("role", "status");
      document.querySelector("article").append(voice);
    }
    voice.textContent = "";
    setTimeout(() => (voice.textContent = text), 50); // the same text twice is two messages
  };

  /* Make an element: its name, what it has, what is in it. */
  live.make = (name, properties = {}, ...content) => {
    const element = document.createElement(name);
    Object.assign(element, properties);
    element.append(...content);
    return element;
  };
})();
