/* Shows what a search finds while somebody types. Without this script the form's button does it.
   What is typed goes into the body of a request to this laptop, never into an address. */
"use strict";

(function () {
  const found = document.getElementById("found");
  const box = document.getElementById("q");
  if (!found || !box) return;
  const form = box.form;
  const PAUSE_MS = 120;
  const LONGEST_WAIT_MS = 10000;
  let timer = 0;
  let asking = null;
  let shown = box.value.trim();

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE_MS);
  });
  box.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    shown = null;
    ask();
  });
  /* After "back" the box may hold another text than the list was made for. */
  window.addEventListener("pageshow", () => { if (box.value.trim() !== shown) ask(); });
  if (document.activeElement === document.body) { box.focus(); box.setSelectionRange(box.value.length, box.value.length); }

  async function ask() {
    const typed = box.value.trim();
    if (typed === shown) return;
    if (asking) asking.abort();
    const mine = new AbortController();
    asking = mine;
    const late = setTimeout(() => mine.abort(), LONGEST_WAIT_MS);
    found.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(found.dataset.address, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: mine.signal });
      if ([401, 403, 423].includes(answer.status)) { location.reload(); return; } /* locked meanwhile */
      const words = await answer.text();
      if (asking !== mine) return;
      if (answer.ok) { found.innerHTML = words; shown = typed; } else { say(found.dataset.failed); }
    } catch (problem) {
      if (asking === mine) say(found.dataset.failed);
    } finally {
      clearTimeout(late);
      if (asking === mine) found.removeAttribute("aria-busy");
    }
  }

  function say(words) {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = words;
    found.replaceChildren(line);
    shown = null;
  }
})();
