/* Keeps what is typed and not sent in, fills it in again, and locks the laptop when nobody uses it.
   Without this script the laptop itself locks at the next request, or a little later without one. */
"use strict";

(function () {
  const place = document.getElementById("lock");
  if (!place) return;

  const LIMIT_MS = Number(place.dataset.minutes) * 60000;
  const WARN_MS = Math.min(60000, LIMIT_MS / 2);
  const TELL_MS = Math.min(60000, LIMIT_MS / 4);
  const KEEP_MS = 800;
  const SAVES_ITSELF = "#questions form, form.answer, #grid, [role=search]";
  const LAST_SAVE_MS = 1500;
  const kept = document.getElementById("draft-kept");
  const windows = "BroadcastChannel" in window ? new BroadcastChannel("muaina") : null;
  const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) => !form.matches(SAVES_ITSELF));
  let used = Date.now(), told = Date.now(), timer = 0, leaving = false, changed = false;

  function ask(address, body) {
    return fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Muaina-Token": place.dataset.token, Accept: "application/json" },
      body: JSON.stringify(body || {}),
      credentials: "same-origin",
    });
  }

  /* ---- what is typed ---- */

  function controls() {
    const seen = new Map();
    const found = [];
    for (const form of forms) {
      for (const control of form.elements) {
        if (!control.name || !control.matches("input:not([type=hidden], [type=password], [type=file], [type=submit]), textarea, select")) continue;
        const key = form.getAttribute("action") + " " + control.name;
        seen.set(key, (seen.get(key) || 0) + 1);
        found.push([control, key + " " + seen.get(key)]);
      }
    }
    return found;
  }

  function isTick(control) { return control.type === "checkbox" || control.type === "radio"; }

  function isChanged(control) {
    if (isTick(control)) return control.checked !== control.defaultChecked;
    if (control.matches("select")) return [...control.options].some((option) => option.selected !== option.defaultSelected) && control.selectedIndex > 0;
    return control.value !== control.defaultValue;
  }

  function typed() {
    return controls().filter(([control]) => isChanged(control)).map(([control, key]) => [key, isTick(control) ? control.checked : control.value]);
  }

  function keep() {
    window.clearTimeout(timer);
    if (leaving || !changed) return Promise.resolve();
    changed = false;
    return ask(place.dataset.drafts, { page: location.pathname, fields: typed() }).catch(() => { changed = true; });
  }

  async function fill() {
    const reply = await fetch(place.dataset.drafts + "?page=" + encodeURIComponent(location.pathname), { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    if (!reply || !reply.ok) return;
    const values = new Map((await reply.json()).fields);
    let filled = 0;
    for (const [control, key] of controls()) {
      if (!values.has(key) || isChanged(control)) continue;
      if (isTick(control)) control.checked = values.get(key) === true;
      else control.value = String(values.get(key));
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      filled += 1;
    }
    kept.hidden = filled === 0;
  }

  if (forms.length) {
    for (const form of forms) {
      form.addEventListener("submit", () => { leaving = true; window.clearTimeout(timer); });
      for (const kind of ["input", "change"]) {
        form.addEventListener(kind, () => { changed = true; window.clearTimeout(timer); timer = window.setTimeout(keep, KEEP_MS); });
      }
    }
    window.addEventListener("pageshow", () => { leaving = false; });
    fill();
  }

  /* ---- whether anybody is here ---- */

  function isUsed() {
    used = Date.now();
    place.hidden = true;
    if (windows) windows.postMessage("used");
  }

  if (windows) {
    windows.onmessage = (message) => {
      if (message.data === "locked") leave(location.pathname + location.search);
      else { used = Date.now(); place.hidden = true; }
    };
  }
  let last = 0;
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    window.addEventListener(kind, () => { if (Date.now() - last > 500) { last = Date.now(); isUsed(); } }, { passive: true, capture: true });
  }

  function leave(here) { location.replace(place.dataset.signIn + "?next=" + encodeURIComponent(here)); }

  async function lock() {
    leaving = true;
    window.clearInterval(looking);
    if (document.activeElement) document.activeElement.blur();
    const here = location.pathname + location.search;
    await new Promise((done) => window.setTimeout(done, Math.min(LAST_SAVE_MS, LIMIT_MS)));
    await ask(place.dataset.lock, { page: location.pathname, fields: typed() }).catch(() => null);
    if (windows) windows.postMessage("locked");
    leave(here);
  }

  function look() {
    const now = Date.now(), idle = now - used;
    if (idle >= LIMIT_MS) { lock(); return; }
    place.hidden = idle < LIMIT_MS - WARN_MS;
    if (used > told && now - told >= TELL_MS) {
      told = now;
      ask(place.dataset.stillHere).then((reply) => { if (reply.status === 401) leave(location.pathname + location.search); }).catch(() => null);
    }
  }

  const looking = window.setInterval(look, Math.min(1000, LIMIT_MS / 10));
})();
