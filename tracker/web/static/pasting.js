"use strict";
/* A table that is pasted into [data-paste-table] keeps its shape: where the clipboard has it as a page, that is taken in
   place of its bare text, so that merged cells and marks of footnotes can be told apart. Without this the text is read. */

(function () {
  for (const box of document.querySelectorAll("[data-paste-table]")) {
    box.addEventListener("paste", function (event) {
      const copied = event.clipboardData ? event.clipboardData.getData("text/html") : "";
      // Styles go before the page is parsed: the policy of our pages holds for what they parse, and would complain.
      const page = copied.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, "");
      const found = page ? new DOMParser().parseFromString(page, "text/html").querySelector("table") : null;
      if (!found) return;
      event.preventDefault();
      for (const part of found.querySelectorAll("script, style, img, svg")) part.remove();
      for (const part of found.querySelectorAll("*")) {
        for (const attribute of [...part.attributes]) {
          if (attribute.name !== "rowspan" && attribute.name !== "colspan") part.removeAttribute(attribute.name);
        }
      }
      box.setRangeText("<table>" + found.innerHTML + "</table>", box.selectionStart, box.selectionEnd, "end");
    });
  }
})();
