"use strict";
/* Ctrl K (or Command K) opens a dialog over the page "Find", which works without it. Typing fetches the first results;
   the arrows choose one, Enter goes there, Escape closes, and the focus returns to where it was. */
(function () {
  const link = document.querySelector("link[rel=search]");
  if (!link || typeof HTMLDialogElement === "undefined") return;
  const PAUSE = 120;
  let dialog = null;
  let input, list, status, hint, before, asked, timer;
  let chosen = -1;
  let answered = null;  // the words that the results on show are for

  function made(name, attributes, words) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (words) element.textContent = words;
    return element;
  }

  function build() {
    dialog = made("dialog", { class: "palette", "aria-label": "Find" });
    const form = made("form", { method: "get", action: link.href, role: "search" });
    const label = made("label", { for: "palette-words", class: "visually-hidden" }, "A code, a name or words");
    input = made("input", {
      id: "palette-words", name: "q", type: "text", class: "form-control", maxlength: "200", autocomplete: "off",
      spellcheck: "false", role: "combobox", "aria-expanded": "false", "aria-controls": "palette-list",
      "aria-autocomplete": "list", "aria-describedby": "palette-hint", placeholder: "State, paragraph, document, claim, or what to do",
    });
    list = made("div", { id: "palette-list", class: "palette-list", role: "listbox", "aria-label": "Results" });
    status = made("p", { class: "palette-status", role: "status" });
    hint = made("p", { id: "palette-hint", class: "palette-hint" }, "Arrows choose, Enter opens, Escape closes. Try: 2397 8 russia");
    form.append(label, input);
    dialog.append(form, list, status, hint);
    document.body.append(dialog);

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
    dialog.addEventListener("keydown", pressed);
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      window.clearTimeout(timer);
      // Whoever types fast presses Enter before the results are there, and means the first of those to come.
      if (answered !== input.value) await ask();
      const option = answered === input.value ? list.children[chosen] : null;
      if (option) go(option); else form.submit();
    });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", function () {
      window.clearTimeout(timer);
      if (asked) asked.abort();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    });
  }

  function go(option) { window.location.assign(option.href); }

  function choose(place) {
    const options = list.children;
    if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
    chosen = options.length ? (place + options.length) % options.length : -1;
    if (chosen < 0) { input.removeAttribute("aria-activedescendant"); return; }
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function pressed(event) {
    const last = list.children.length - 1;
    const places = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? last : chosen - 1, PageDown: last, PageUp: 0 };
    if (!Object.hasOwn(places, event.key) || event.altKey || event.ctrlKey || event.metaKey || last < 0) return;
    event.preventDefault();
    choose(places[event.key]);
  }

  function option(result, number) {
    const line = made("a", { id: "palette-" + number, class: "palette-option", role: "option", "aria-selected": "false", tabindex: "-1", href: result.address });
    line.append(made("span", { class: "palette-title" }, result.title), made("span", { class: "tag" }, result.kind));
    if (result.detail) line.append(made("span", { class: "palette-detail" }, result.detail));
    return line;
  }

  function show(results) {
    list.replaceChildren(...results.map(option));
    input.setAttribute("aria-expanded", String(results.length > 0));
    chosen = -1;
    choose(results.length ? 0 : -1);
    const first = results.length ? ", the first is " + results[0].title + ", " + results[0].kind : "";
    status.textContent = results.length ? results.length + (results.length === 1 ? " result" : " results") + first : "Nothing has this code or these words. Enter looks again on a page.";
    status.classList.toggle("visually-hidden", results.length > 0);
  }

  async function ask() {
    if (asked) asked.abort();
    asked = new AbortController();
    const here = window.location.pathname + window.location.search;
    const words = input.value;
    const address = new URL("results.json", link.href);
    address.search = new URLSearchParams({ q: words, at: here });
    try {
      const answer = await fetch(address, { signal: asked.signal, redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      show((await answer.json()).results);
      answered = words;
    } catch (error) {
      if (error.name === "AbortError") return;
      show([]);
      answered = null;
      status.textContent = "The results could not be fetched. Enter opens the page.";
    }
  }

  function open() {
    if (!dialog) build();
    if (dialog.open) { input.select(); return; }
    before = document.activeElement;
    dialog.showModal();
    input.focus();
    input.select();
    ask();
  }

  document.addEventListener("keydown", function (event) {
    if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey || event.ctrlKey === event.metaKey) return;
    event.preventDefault();
    open();
  });
  for (const opener of document.querySelectorAll("[data-palette]")) {
    opener.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
})();
