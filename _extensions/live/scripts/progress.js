/* The page of progress: what was predicted, answered and solved, as this browser keeps it. */
"use strict";

(() => {
  const { facts, make, store, announce } = live;
  const FILE = "ninety-two-percent-progress.json";
  const box = document.getElementById("live-progress");

  /* How many questions of one kind there are, were answered, and were answered rightly. */
  function count(questions, kind) {
    const asked = questions.filter((question) => question.kind === kind);
    const choices = asked.map(({ page, key }) => store.read("choice", page, key));
    const right = asked.filter((question, i) => choices[i] === question.right);
    return { of: asked.length, n: choices.filter(Boolean).length, right: right.length };
  }

  function countTasks(tasks) {
    const editions = ({ page, task }) => store.list("solved", page, task);
    return {
      of: tasks.length,
      solved: tasks.filter((task) => editions(task).includes(task.version)),
      earlier: tasks.filter((task) => {
        const versions = editions(task);
        return versions.length && !versions.includes(task.version);
      }),
    };
  }

  function countAll(chapter) {
    const counted = {
      chapter,
      guesses: count(chapter.questions, "Predict"),
      deeper: count(chapter.deeper, "Predict"),
      answers: count(chapter.questions, "Question"),
      tasks: countTasks(chapter.tasks),
    };
    const { guesses, deeper, answers, tasks } = counted;
    counted.begun = guesses.n + deeper.n + answers.n + tasks.solved.length + tasks.earlier.length;
    return counted;
  }

  const rightly = ({ n, right }) => (n ? `, ${right === n ? "all" : (right || "none")} right` : "");
  const names = (tasks) => tasks.map(({ task }) => task).join(", ");

  function describe({ chapter, guesses, deeper, answers, tasks }) {
    const lines = [];
    if (guesses.of) lines.push(`Predictions: ${guesses.n} of ${guesses.of} made${rightly(guesses)}.`);
    if (deeper.n) {
      lines.push(`On its deeper pages: ${deeper.n} of ${deeper.of} made${rightly(deeper)}.`);
    }
    if (answers.of) lines.push(`Questions: ${answers.n} of ${answers.of} answered${rightly(answers)}.`);
    const list = make("ul", {}, ...lines.map((line) => make("li", {}, line)));
    if (tasks.of) {
      const exercises = make("a", { href: chapter.exercises_link }, "Exercises");
      const said = tasks.solved.length ? ` (${names(tasks.solved)})` : "";
      const line = make("li", {}, exercises, `: ${tasks.solved.length} of ${tasks.of} solved${said}.`);
      if (tasks.earlier.length) {
        line.append(` Solved in an earlier edition: ${names(tasks.earlier)}.`);
      }
      list.append(line);
    }
    const link = make("a", { href: chapter.page_link }, chapter.title);
    return make("section", {}, make("h2", {}, link), list);
  }

  function summary(all) {
    const sum = (what, part) => all.reduce((total, counted) => total + counted[what][part], 0);
    const guesses = sum("guesses", "n") + sum("deeper", "n");
    const right = sum("guesses", "right") + sum("deeper", "right");
    const solved = all.reduce((total, { tasks }) => total + tasks.solved.length, 0);
    const tasks = sum("tasks", "of");
    return (
      `Predictions that came out as you guessed: ${right} of ${guesses}. ` +
      `Questions answered rightly: ${sum("answers", "right")} of ${sum("answers", "n")}. ` +
      `Tasks solved in these pages: ${solved} of ${tasks}.`
    );
  }

  function list() {
    const all = facts.chapters.map(countAll);
    const begun = all.filter((counted) => counted.begun);
    const rest = all.filter((counted) => !counted.begun);
    if (!begun.length) {
      const words = "Nothing yet: choose an answer in a prediction, or pass a check, and it stands here. ";
      const first = make("a", { href: facts.chapters[0].page_link }, "Begin here");
      return [make("p", {}, words, first, ".")];
    }
    const made = [make("p", {}, summary(all)), ...begun.map(describe)];
    if (!rest.length) return made;
    const links = rest.flatMap(({ chapter }, i) => [
      i ? "; " : "",
      make("a", { href: chapter.page_link }, chapter.title),
    ]);
    return [...made, make("h2", {}, "Not begun"), make("p", {}, ...links, ".")];
  }

  const said = make("p", { className: "live-note" });
  const shown = make("div");

  function show() {
    shown.replaceChildren(...list());
  }

  function download() {
    const text = JSON.stringify({ course: "ninetytwo", kept: store.all() }, null, 1);
    live.offer(FILE, text, "application/json");
  }

  function buttons() {
    const file = make("input", { type: "file", accept: ".json,application/json", hidden: true });
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      try {
        const { course, kept } = JSON.parse(await file.files[0].text());
        if (course !== "ninetytwo") throw new Error("of something else");
        const nNew = store.take(kept);
        if (!store.hasRoom()) said.textContent = `No room for all of it; new here: ${nNew}.`;
        else said.textContent = nNew ? `New here: ${nNew}.` : "All of it was here already.";
      } catch {
        said.textContent = `That is no ${FILE} of this book.`;
      }
      file.value = "";
      show();
      announce(said.textContent);
    });
    const press = (word, work) => {
      const made = make("button", { type: "button" }, word);
      made.addEventListener("click", work);
      return made;
    };
    return make(
      "div",
      { className: "live-buttons" },
      press("Download all I have done", download),
      press("Import it", () => file.click()),
      file,
      press("Forget everything", store.askAndForget),
    );
  }

  addEventListener("storage", show); // done in another tab
  show();
  box.replaceChildren(buttons(), said, shown);
})();
