/* Shows how far a sync is while one runs, and the page anew when it has ended.
   Without this script the page shows the state at which it was opened. */
"use strict";

(function () {
  const place = document.getElementById("sync-progress");
  if (!place) return;
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-words]");
  const EVERY_MS = 1000;
  let wasRunning = !place.hidden;

  async function look() {
    try {
      const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const now = await answer.json();
      if (wasRunning && !now.running) { location.reload(); return; }
      wasRunning = now.running;
      place.hidden = !now.running;
      bar.value = now.share;
      words.textContent = now.text;
    } catch (problem) {
      return; /* the app was ended; the page stays as it is */
    }
  }

  setInterval(look, EVERY_MS);
})();
