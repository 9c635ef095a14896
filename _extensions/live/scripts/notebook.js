/* The page as a notebook with the learner's code in it: out to a file, and back. */
"use strict";

(() => {
  const { facts } = live;
  const isShown = (cell) =>
    cell.cell_type === "code" && !(cell.metadata.tags ?? []).includes("remove-cell");

  /* The notebook that the page was made from, with the code that stands in the page. */
  async function write() {
    const notebook = await (await fetch(facts.source)).json();
    notebook.cells.filter(isShown).forEach((cell, i) => {
      const { code, fact } = live.cells.all[i];
      if (fact.task) cell.metadata.ninetytwo = { version: fact.version };
      if (code === fact.code) return;
      cell.source = code.split(/(?<=\n)/);
      cell.outputs = [];
      cell.execution_count = null;
    });
    return notebook;
  }

  async function download() {
    const text = JSON.stringify(await write(), null, 1);
    live.offer(`${facts.page.split("/").pop()}.ipynb`, text, "application/x-ipynb+json");
  }

  /* Take the answers out of a notebook; return how many tasks of this page it holds. */
  function read(text) {
    const { cells } = JSON.parse(text);
    let found = 0;
    for (const { metadata, source } of cells) {
      const name = metadata?.nbgrader?.solution && metadata.nbgrader.grade_id;
      const answer = live.answers.find(({ cell }) => cell.fact.task === name);
      if (!answer) continue;
      found += 1;
      answer.take([source].flat().join(""), metadata.ninetytwo?.version);
    }
    return found;
  }

  live.notebook = { write, download, read };
})();
