"use strict";
/* Words selected in a kept text can be taken into the form of a statement. Without this script each paragraph has a
   link that does the same. Positions are counted in code points, as the record counts them. */

(function () {
  const text = document.querySelector("[data-quote]");
  if (!text) return;
  const link = document.createElement("a");
  link.className = "btn btn-primary btn-sm quote-these";
  link.textContent = "Log a statement from these words";
  link.hidden = true;
  text.after(link);

  function position(node, offset) {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!paragraph || !text.contains(paragraph)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + Array.from(before.toString()).length;
  }

  function offer() {
    const selection = window.getSelection();
    link.hidden = true;
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const from = position(range.startContainer, range.startOffset);
    const to = position(range.endContainer, range.endOffset);
    if (from === null || to === null || to <= from) return;
    const address = new URL(text.dataset.quote, window.location.href);
    address.searchParams.set("from", String(from));
    address.searchParams.set("to", String(to));
    link.href = address.pathname + address.search;
    link.hidden = false;
  }

  document.addEventListener("selectionchange", offer);
})();
