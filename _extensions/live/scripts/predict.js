/* A prediction or a question becomes buttons: choose, then see.

   Its form is what tools/questions.py parses: a quote with options, and a fold with an
   answer to each.  Without this script it stays what it is. */
"use strict";

(() => {
  const { store, make, facts, announce } = live;
  const LEAD = /^(Predict|Question)\b/;

  class Question {
    constructor(quote, fold) {
      this.fold = fold;
      this.predicts = quote.querySelector("strong").textContent.startsWith("Predict");
      const options = [...quote.querySelectorAll(":scope > div > ul > li, :scope > ul > li")];
      const answers = [...fold.querySelectorAll(":scope > ul > li")];
      const key = store.version(quote.textContent);
      this.name = ["choice", facts.page, key];
      this.options = options.map((option, i) => this.equip(option, answers[i], `${key}-${i}`));
      const list = options[0].parentElement;
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", this.predicts ? "Your prediction" : "Your answer");
      const kept = store.read(...this.name);
      if (kept) this.choose(kept, false);
    }

    equip(item, answer, id) {
      const strong = item.querySelector("strong");
      const letter = strong.textContent.trim()[0];
      const button = make("button", { type: "button", className: "live-letter" }, letter);
      const text = strong.parentElement; // a paragraph, or the item itself
      text.id ||= `live-option-${id}`;
      button.id = `live-letter-${id}`;
      button.setAttribute("aria-pressed", "false");
      strong.replaceWith(button);
      item.classList.add("live-option");
      item.setAttribute("role", "none");
      button.setAttribute("aria-labelledby", text.id);
      item.addEventListener("click", () => this.choose(letter, true));
      const right = /^Yes\b/.test(answer.textContent.trim().replace(/^[A-D]\.\s*/, ""));
      return { letter, item, button, answer, right };
    }

    choose(letter, byHand) {
      const chosen = this.options.find((option) => option.letter === letter);
      if (!chosen || this.chosen) return; // a guess is made once
      this.chosen = chosen;
      for (const { item, button, right } of this.options) {
        button.setAttribute("aria-pressed", String(button === chosen.button));
        button.setAttribute("aria-disabled", "true");
        item.classList.add("live-over");
        item.classList.toggle("live-chosen", item === chosen.item);
        if (right) item.classList.add("live-right");
      }
      const mark = chosen.right ? "your choice: right" : "your choice";
      chosen.answer.classList.add("live-chosen");
      (chosen.answer.querySelector("p") ?? chosen.answer).append(
        make("span", { className: "live-mark" }, ` (${mark})`),
      );
      if (!byHand) return; // kept from before: marked, and folded until it is wanted
      this.fold.open = true;
      if (this.predicts) this.reveal();
      store.write(letter, ...this.name);
      const right = this.options.find((option) => option.right)?.letter;
      const verdict = chosen.right ? "Right." : `The answer is ${right}.`;
      announce(`You chose ${letter}. ${verdict} The explanation is open below.`);
    }

    /* Open the output that was predicted: that of the next cell which hides one. */
    reveal() {
      let next = this.fold.nextElementSibling;
      while (next && !next.matches(".cell.tag_hide-output")) {
        if (next.matches("section, blockquote, h2, h3")) return;
        next = next.nextElementSibling;
      }
      const hidden = next?.querySelector(":scope > details.hide.below-input");
      if (hidden) hidden.open = true;
    }
  }

  function equipAll() {
    if (!facts) return;
    for (const quote of document.querySelectorAll("article blockquote")) {
      const fold = quote.nextElementSibling;
      const lead = quote.querySelector("p > strong")?.textContent ?? "";
      if (LEAD.test(lead) && fold?.matches("details")) new Question(quote, fold);
    }
  }

  equipAll(); // this script is deferred: the page is there
})();
