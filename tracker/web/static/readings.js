"use strict";
/* Proposals by keys, on top of a page that works without them. A key acts only while a proposal has the focus, and never
   in a field or together with Ctrl, Alt or Meta. What was skipped stays so while this window is open. */

(function () {
  const cards = Array.from(document.querySelectorAll("[data-proposal]"));
  const marks = Array.from(document.querySelectorAll(".kept-text mark"));
  if (!cards.length) return;
  const name = "skipped " + window.location.pathname;
  const help = document.querySelector(".reading-keys");
  if (help) help.hidden = false;

  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem(name) || "[]"); } catch (error) { return []; }
  }

  function keep() {
    const ids = cards.filter(isSkipped).map(function (card) { return card.id; });
    try { window.sessionStorage.setItem(name, JSON.stringify(ids)); } catch (error) { /* it is a comfort only */ }
  }

  function isSkipped(card) { return card.classList.contains("is-skipped"); }

  function isOpen(card) { return !isSkipped(card) && !card.classList.contains("proposal-logged"); }

  function mark(card, skipped) {
    card.classList.toggle("is-skipped", skipped);
    const button = card.querySelector("[data-skip]");
    if (button) button.textContent = skipped ? "Take it up again" : "Skip";
  }

  function go(card) { if (card) card.focus(); }

  function next(card) {
    const after = cards.slice(cards.indexOf(card) + 1);
    return after.find(isOpen) || after[0];
  }

  function skip(card) {
    mark(card, !isSkipped(card));
    keep();
    if (isSkipped(card)) go(next(card));
  }

  function press(card, what) {
    const button = card.querySelector("[" + what + "]");
    if (button) button.click();
  }

  function wordsOf(card) {
    const from = Number(card.dataset.from);
    const to = Number(card.dataset.to);
    return marks.filter(function (mark) { return mark.dataset.from >= from && mark.dataset.from < to; });
  }

  function show(card) {
    for (const mark of marks) mark.classList.remove("is-current");
    const words = wordsOf(card);
    if (!words.length) return;
    for (const mark of words) mark.classList.add("is-current");
    const box = words[0].closest(".kept-text");
    box.scrollTop = words[0].offsetTop - box.offsetTop - box.clientHeight / 3;
  }

  const ACTS = {
    j: function (card) { go(next(card)); },
    k: function (card) { go(cards[cards.indexOf(card) - 1]); },
    l: function (card) { press(card, "data-log"); },
    c: function (card) { press(card, "data-change"); },
    s: skip,
  };

  for (const card of cards) {
    mark(card, kept().includes(card.id));
    const button = card.querySelector("[data-skip]");
    button.hidden = false;
    button.addEventListener("click", function () { skip(card); });
    card.addEventListener("focusin", function () { show(card); });
    card.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select")) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : "";
      if (!Object.hasOwn(ACTS, key)) return;
      event.preventDefault();
      ACTS[key](card);
    });
  }

  function begin() {
    const named = cards.find(function (card) { return "#" + card.id === window.location.hash; });
    const first = named && !isOpen(named) ? next(named) : named || cards.find(isOpen);
    if (first) first.focus({ preventScroll: !named });
  }

  /* A browser gives the focus to the place that an address names once the page is there; this comes after it. */
  if (document.readyState === "complete") begin(); else window.addEventListener("load", begin);
})();
