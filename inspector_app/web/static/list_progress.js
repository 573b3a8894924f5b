/* Shows how far a list is while the page waits for it to be read, checked or taken.
   Without this script the page waits as well, and says nothing. */
"use strict";

(function () {
  const place = document.getElementById("list-progress");
  if (!place) return;
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-words]");
  const EVERY_MS = 200;
  let timer = 0;

  async function look() {
    try {
      const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const now = await answer.json();
      if (!now.text) return; /* between two steps: what was said last stays */
      words.textContent = now.text;
      bar.hidden = !now.share;
      bar.value = now.share;
    } catch (problem) {
      return; /* the next page is on its way */
    }
  }

  function begin(event) {
    if (timer || event.defaultPrevented || (event.submitter && event.submitter.hasAttribute("formaction"))) return;
    words.textContent = place.dataset.sent;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
    timer = setInterval(look, EVERY_MS);
  }

  for (const form of document.querySelectorAll("form[data-reads-list]")) form.addEventListener("submit", begin);
})();
