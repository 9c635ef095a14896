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

  const parsed = (text) => (text === null ? null : trying(() => JSON.parse(text), null));
  const beginningOf = (name) => PREFIX + name.map((word) => `${word} `).join("");

  function read(...name) {
    return parsed(trying(() => localStorage.getItem(PREFIX + name.join(" ")), null));
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
    const beginning = beginningOf(name);
    const keys = trying(() => Object.keys(localStorage), []);
    return keys.filter((key) => key.startsWith(beginning)).map((key) => key.slice(beginning.length));
  }

  function askAndForget() {
    if (!confirm("Forget all answers and choices that this browser keeps of the book?")) return;
    list().forEach((name) => remove(name));
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
      if (write(value, beside ? name.replace(/ \S+$/, " elsewhere") : name)) nNew += 1;
    }
    return nNew;
  }

  /* Call `heard(last, value, before)` when another tab keeps something under these words. */
  function follow(name, heard) {
    const beginning = beginningOf(name);
    addEventListener("storage", ({ key, newValue, oldValue }) => {
      if (!key?.startsWith(beginning) || newValue === null) return;
      heard(key.slice(beginning.length), parsed(newValue), parsed(oldValue));
    });
  }

  live.store = { read, write, hasRoom: () => keeps, remove, list, askAndForget, all, take, follow };

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

  /* Give the reader a file with a text in it. */
  live.offer = (name, text, type) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    live.make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
})();
