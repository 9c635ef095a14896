/* What the book keeps in this browser: answers and choices, by name and version.

   Every key begins with PREFIX.  Where a browser keeps nothing (private mode, full
   storage) the page goes on without, and says so once. */
"use strict";

window.live ??= {};

(() => {
  const PREFIX = "ninetytwo ";
  let refused = false;

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
    if (!kept && !refused) {
      refused = true;
      document.dispatchEvent(new CustomEvent("live-not-kept"));
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

  /* A short name of a text that changes with it (FNV-1a). */
  function version(text) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text.replace(/\s+/g, " ").trim())) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return hash.toString(16).padStart(8, "0");
  }

  live.store = { read, write, remove, list, forgetEverything, version };

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
