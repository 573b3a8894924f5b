/* A change of language or of type size comes back to the question that was worked on last.
   Without this script it comes back to the top of the same page. */
"use strict";

(function () {
  let last = null;
  document.addEventListener("focusin", (event) => {
    const part = event.target.closest("main [id]");
    if (part) last = part.closest("fieldset.item") || part;
  });
  for (const form of document.querySelectorAll("form.language, form.type-size")) {
    form.addEventListener("submit", () => {
      const next = form.elements.namedItem("next");
      if (last && last.isConnected) next.value = next.value.split("#")[0] + "#" + last.id;
    });
  }
})();
