"use strict";
/* Reviewing by keys, on top of a form that works without them. A decision takes three keys at most: a, the letter of the
   source, the digit of what is said. No key acts in a field or together with Ctrl, Alt or Meta. */

/* In the queue, j and k move between the claims, and Enter opens one. */
(function () {
  const links = Array.from(document.querySelectorAll("[data-queue-link]"));
  const undo = document.querySelector("[data-undo-button]");
  if (document.querySelector("[data-review]")) return;

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select")) return;
    const at = links.indexOf(document.activeElement);
    const step = { j: 1, k: -1 }[event.key];
    if (step && links.length) {
      event.preventDefault();
      links[Math.max(0, Math.min(links.length - 1, at + step))].focus();
    }
    if (event.key === "u" && undo) undo.click();
  });
})();

(function () {
  const head = document.querySelector("[data-review]");
  if (!head) return;
  const form = document.getElementById("decide");
  const state = document.querySelector("[data-key-state]");
  const help = document.getElementById("keys");
  let grading = "";

  function say(words) {
    if (state) { state.textContent = words; state.classList.toggle("visually-hidden", words === ""); }
  }

  function radio(name, value) { return form && form.querySelector('input[name="' + name + '"][value="' + value + '"]'); }

  function choose(name, value) {
    const box = radio(name, value);
    if (!box) return false;
    box.checked = true;
    box.scrollIntoView({ block: "nearest" });
    return true;
  }

  function go(address) { if (address) window.location.assign(address); else say("There is no other claim that waits for you."); }

  function accept() {
    if (!form || !choose("verdict", "right")) return;
    grading = "source";
    say("Accept. Now the source: a letter from a to f.");
  }

  function giveBack() {
    if (!form || !choose("verdict", "return")) return;
    grading = "";
    const comment = form.querySelector('[name="comment"]');
    comment.focus();
    say("Return. Type what should change; Ctrl and Enter record it.");
  }

  function grade(key) {
    if (grading === "source" && /^[a-f]$/.test(key) && choose("reliability", key.toUpperCase())) {
      grading = "said";
      say("Source " + key.toUpperCase() + ". Now what is said: a digit from 1 to 6.");
      return true;
    }
    if (grading === "said" && /^[1-6]$/.test(key) && choose("credibility", key)) {
      grading = "";
      say("Recording …");
      form.requestSubmit();
      return true;
    }
    return false;
  }

  function leave() {
    grading = "";
    say("");
    if (help) help.open = false;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  const ACTS = {
    j: function () { go(head.dataset.next); },
    k: function () { go(head.dataset.previous); },
    a: accept,
    r: giveBack,
    o: function () { const link = document.querySelector("[data-source-link]"); go(link ? link.href : ""); },
    u: function () { const undo = document.querySelector("[data-undo-button]"); if (undo && !undo.disabled) undo.click(); },
    "?": function () { if (help) { help.open = true; help.scrollIntoView({ block: "nearest" }); help.querySelector("summary").focus(); } },
  };

  function typing(target) { return target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select"); }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { leave(); return; }
    if (event.key === "Enter" && event.ctrlKey && form && form.contains(event.target)) { event.preventDefault(); form.requestSubmit(); return; }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    if (grading && grade(key)) { event.preventDefault(); return; }
    if (Object.hasOwn(ACTS, key)) { event.preventDefault(); grading = ""; ACTS[key](); }
  });

  const quoted = document.querySelector(".kept-text mark.this");
  if (quoted) {
    const box = quoted.closest(".kept-text");
    box.scrollTop = quoted.offsetTop - box.offsetTop - box.clientHeight / 3;
  }
})();
