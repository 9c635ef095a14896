/* A prediction or a question becomes buttons: choose, then see.

   Its form is what tools/questions.py parses: a quote with options, and a fold with an
   answer to each.  The build has read its name and its right answer there.  Without this
   script it stays what it is. */
"use strict";

(() => {
  const { store, make, facts, announce } = live;
  const LEAD = /^(Predict|Question)\b/;

  class Question {
    constructor(quote, fold, { key, kind, right }) {
      this.fold = fold;
      this.right = right;
      this.predicts = kind === "Predict";
      const options = [...quote.querySelectorAll(":scope > div > ul > li, :scope > ul > li")];
      const answers = [...fold.querySelectorAll(":scope > ul > li")];
      this.name = ["choice", facts.page, key];
      this.options = options.map((option, i) => this.equip(option, answers[i], `${key}-${i}`));
      const list = options[0].parentElement;
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", this.predicts ? "Your prediction" : "Your answer");
      const kept = store.read(...this.name);
      if (kept) this.choose(kept, false);
      store.follow(["choice", facts.page], (name, letter) => {
        if (name === key) this.choose(letter, false);
      });
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
      return { letter, item, button, answer };
    }

    choose(letter, byHand) {
      const chosen = this.options.find((option) => option.letter === letter);
      if (!chosen || this.chosen) return; // a guess is made once
      this.chosen = chosen;
      for (const { letter: name, item, button } of this.options) {
        button.setAttribute("aria-pressed", String(button === chosen.button));
        button.setAttribute("aria-disabled", "true");
        item.classList.add("live-over");
        item.classList.toggle("live-chosen", item === chosen.item);
        item.classList.toggle("live-right", name === this.right);
      }
      const isRight = letter === this.right;
      const mark = isRight ? "your choice: right" : "your choice";
      chosen.answer.classList.add("live-chosen");
      (chosen.answer.querySelector("p") ?? chosen.answer).append(
        make("span", { className: "live-mark" }, ` (${mark})`),
      );
      if (!byHand) return; // kept from before: marked, and folded until it is wanted
      this.fold.open = true;
      if (this.predicts) this.reveal();
      store.write(letter, ...this.name);
      const verdict = isRight ? "Right." : `The answer is ${this.right}.`;
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
    const asked = (quote) =>
      LEAD.test(quote.querySelector("p > strong")?.textContent ?? "") &&
      quote.nextElementSibling?.matches("details");
    const quotes = [...document.querySelectorAll("article blockquote")].filter(asked);
    if (quotes.length !== facts?.questions?.length) return; // not the page that was read
    live.questions = quotes.map((quote, i) => new Question(quote, quote.nextElementSibling, facts.questions[i]));
  }

  /* On paper the folds are open, as far as they were closed before. */
  let opened = [];
  addEventListener("beforeprint", () => {
    const folds = live.questions.map(({ fold }) => fold);
    opened = folds.filter((fold) => !fold.open);
    opened.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));

  live.questions = [];
  equipAll(); // this script is deferred: the page is there
})();
