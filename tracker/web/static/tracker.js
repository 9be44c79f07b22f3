"use strict";
/* Comforts on top of pages that work without them: focus on errors, drafts kept while typing, arrow keys in a grid. */

(function () {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();

/* A form with data-draft-url sends what it holds there, three seconds after the last change. The element named by
   data-draft-status (or the first .draft-state in the form) says what became of it. */
(function () {
  const QUIET = 3000;

  function say(form, words) {
    const place = form.querySelector(".draft-state");
    if (place) place.textContent = words;
  }

  function clock() {
    return new Date().toISOString().slice(11, 16) + " UTC";
  }

  async function keep(form) {
    const data = new FormData(form);
    const token = data.get("csrf_token");
    data.delete("csrf_token");
    const body = new URLSearchParams();
    for (const [name, value] of data) if (typeof value === "string") body.append(name, value);
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: body,
        headers: { "X-CSRFToken": token || "" },
        redirect: "error",
      });
      say(form, answer.ok ? "Draft kept at " + clock() + "." : "The draft could not be kept. Sign in again in another tab; what you typed is still here.");
    } catch (error) {
      say(form, "The draft could not be kept: no connection. What you typed is still here.");
    }
  }

  for (const form of document.querySelectorAll("form[data-draft-url]")) {
    let timer = 0;
    form.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { keep(form); }, QUIET);
    });
    form.addEventListener("submit", function () { window.clearTimeout(timer); });
  }
})();

/* A table with data-grid: one stop for the Tab key; arrows, Home and End move between its links; letters typed in the
   first column find a row by its name. */
(function () {
  function grid(table) {
    const rows = Array.from(table.tBodies).flatMap(function (body) { return Array.from(body.rows); });
    const cells = rows.map(function (row) { return Array.from(row.querySelectorAll("a")); });
    if (!cells.length || !cells[0].length) return;
    let at = [0, 0];
    let typed = "";
    let typedAt = 0;

    for (const row of cells) for (const link of row) link.tabIndex = -1;
    cells[0][0].tabIndex = 0;

    function shown(row) { return !rows[row].hidden && cells[row].length > 0; }

    function go(row, column) {
      const step = row < at[0] ? -1 : 1;
      while (row >= 0 && row < cells.length && !shown(row)) row += step;
      if (row < 0 || row >= cells.length) return;
      column = Math.max(0, Math.min(column, cells[row].length - 1));
      const old = cells[at[0]][at[1]];
      if (old) old.tabIndex = -1;
      at = [row, column];
      cells[row][column].tabIndex = 0;
      cells[row][column].focus();
      cells[row][column].scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    function find(letter) {
      const now = Date.now();
      typed = now - typedAt < 800 ? typed + letter : letter;
      typedAt = now;
      const row = rows.findIndex(function (one, index) {
        return shown(index) && one.cells[0].textContent.trim().toLowerCase().startsWith(typed);
      });
      if (row >= 0) go(row, at[1]);
    }

    table.addEventListener("focusin", function (event) {
      for (let row = 0; row < cells.length; row++) {
        const column = cells[row].indexOf(event.target);
        if (column < 0) continue;
        const old = cells[at[0]][at[1]];
        if (old) old.tabIndex = -1;
        at = [row, column];
        event.target.tabIndex = 0;
        return;
      }
    });

    table.addEventListener("keydown", function (event) {
      if (event.altKey || event.metaKey) return;
      const last = cells.length - 1;
      const moves = {
        ArrowUp: [at[0] - 1, at[1]],
        ArrowDown: [at[0] + 1, at[1]],
        ArrowLeft: [at[0], at[1] - 1],
        ArrowRight: [at[0], at[1] + 1],
        PageUp: [Math.max(0, at[0] - 10), at[1]],
        PageDown: [Math.min(last, at[0] + 10), at[1]],
        Home: [event.ctrlKey ? 0 : at[0], 0],
        End: [event.ctrlKey ? last : at[0], Infinity],
      };
      if (event.key in moves) {
        event.preventDefault();
        go(moves[event.key][0], moves[event.key][1]);
      } else if (event.key.length === 1 && !event.ctrlKey && /\p{L}/u.test(event.key)) {
        find(event.key.toLowerCase());
      }
    });
  }

  for (const table of document.querySelectorAll("table[data-grid]")) grid(table);
})();
