/* Sends each answer when it changes and says "saved" only when the laptop has it on disk.
   Without this script every question has its own Save button. */
"use strict";

(function () {
  const questions = document.getElementById("questions");
  if (!questions) return;
  document.documentElement.classList.add("js");
  const said = questions.dataset;
  const state = document.getElementById("save-state");
  const LONGEST_WAIT_MS = 15000;
  const TYPING_MS = 1200;
  const places = new Map(); /* "item key" -> {field, form, dirty, sending, wait, timer} */

  for (const form of questions.querySelectorAll("form.answer")) {
    const field = form.closest("fieldset.item");
    places.set(name(field.dataset.item, field.dataset.key), { field, form, dirty: false, sending: false, wait: 1000, timer: 0 });
  }
  const shown = new Map();
  for (const field of questions.querySelectorAll("[data-item]")) shown.set(name(field.dataset.item, field.dataset.key), field);

  function name(item, key) { return item + " " + (key || ""); }

  function placeOf(target) {
    const form = target.form || target;
    if (!form.matches || !form.matches("form.answer")) return null;
    const field = form.closest("fieldset.item");
    return places.get(name(field.dataset.item, field.dataset.key));
  }

  questions.addEventListener("change", (event) => {
    const place = placeOf(event.target);
    if (!place) return;
    keepConsistent(place.form, event.target);
    if (lacksReason(place)) return;
    place.dirty = true;
    if (!isYearBegun(event.target)) later(place, 0);
  });
  questions.addEventListener("focusout", (event) => {
    const place = placeOf(event.target);
    if (place && place.dirty && isYearBegun(event.target, "")) later(place, 0);
  });
  questions.addEventListener("input", (event) => {
    const place = placeOf(event.target);
    if (place && event.target.name === "reason" && lacksReason(place)) return;
    if (!place || !event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
    place.dirty = true;
    if (!["date", "month", "time"].includes(event.target.type)) later(place, TYPING_MS);
  });
  questions.addEventListener("submit", (event) => {
    const place = placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    place.dirty = true;
    later(place, 0);
  });
  /* A page that the browser kept would show what stood when it was left, not what stands. */
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  window.addEventListener("beforeunload", (event) => {
    if ([...places.values()].some((place) => place.dirty || place.sending)) event.preventDefault();
  });

  /* A browser calls a date changed at each digit of its year: 0002, 0020, 0202. It is sent when it is whole, or left. */
  function isYearBegun(target, begun = "0") {
    return ["date", "month"].includes(target.type) && target.value.startsWith(begun);
  }

  /* A value takes a "not produced" back, and the other way round; the server keeps only what is sent. */
  function keepConsistent(form, target) {
    for (const input of form.elements) {
      if (target.name === "value" && target.value && input.name === "state") input.checked = input.value === "given";
      if (target.name !== "state" || target.value === "given" || input.name !== "value") continue;
      if (input.type === "radio" || input.type === "checkbox") input.checked = false;
      else input.value = "";
    }
  }

  /* "Not applicable" is an answer only with its reason: ask for it instead of sending what will be refused. */
  function lacksReason(place) {
    const data = new FormData(place.form);
    const lacks = data.get("state") === "not_applicable" && !String(data.get("reason")).trim();
    if (lacks) {
      problem(place.field, said.reasonNeeded);
      place.form.elements.namedItem("reason").focus();
    }
    return lacks;
  }

  function later(place, ms) {
    window.clearTimeout(place.timer);
    place.timer = window.setTimeout(() => send(place), ms);
  }

  async function send(place) {
    if (place.sending) return;
    place.sending = true;
    place.dirty = false;
    tell(place, said.saving, "");
    try {
      const reply = await fetch(said.url, {
        method: "POST",
        headers: { "X-Muaina-Token": said.token, Accept: "application/json" },
        body: new FormData(place.form),
        credentials: "same-origin",
      });
      const answer = await reply.json().catch(() => ({}));
      if (reply.ok && answer.saved_at) saved(place, answer);
      else if (reply.status === 409 && typeof answer.mark === "string") answeredElsewhere(place, answer);
      else if (reply.status < 500 && reply.status !== 401) refused(place, answer.message || "");
      else failed(place, answer.message || "");
    } catch {
      failed(place, "");
    } finally {
      place.sending = false;
      if (place.dirty) later(place, place.field.classList.contains("unsaved") ? place.wait : 0);
      overall();
    }
  }

  function saved(place, answer) {
    place.wait = 1000;
    place.field.classList.remove("unsaved");
    for (const ways of place.field.querySelectorAll(".elsewhere")) ways.remove();
    remember(place, answer.mark);
    for (const item of answer.items) show(item);
    tell(place, "", answer.saved_text);
    const observations = document.getElementById("observations");
    if (observations) observations.innerHTML = answer.observations_html;
    setAside(answer.set_aside_html);
    renew(answer.items.filter(isOfferedOtherwise));
    for (const section of answer.sections) count(section);
  }

  function refused(place, message) {
    place.field.classList.add("unsaved");
    problem(place.field, said.refused + " " + message);
    tell(place, "", null);
  }

  /* Which answer this page has seen: the laptop says so when a second window has given another one. */
  function remember(place, mark) {
    const seen = place.form.elements.namedItem("seen");
    if (seen) seen.value = mark;
  }

  /* Another window answered this question: what was typed stays in the field until the person chooses. */
  function answeredElsewhere(place, answer) {
    refused(place, answer.message);
    const ways = document.createElement("p");
    ways.className = "actions elsewhere";
    const typed = document.createElement("button");
    typed.type = "button";
    typed.textContent = said.keepTyped;
    typed.addEventListener("click", () => {
      remember(place, answer.mark);
      place.dirty = true;
      later(place, 0);
    });
    const standing = document.createElement("button");
    standing.type = "button";
    standing.textContent = said.keepStanding;
    standing.addEventListener("click", () => {
      place.field.classList.remove("unsaved");
      window.location.reload();
    });
    ways.append(typed, standing);
    for (const older of place.field.querySelectorAll(".elsewhere")) older.remove();
    place.field.querySelector(":scope > .problem").after(ways);
  }

  function failed(place, message) {
    place.field.classList.add("unsaved");
    problem(place.field, said.notSaved + (message ? " " + message : ""));
    tell(place, "", null);
    place.dirty = true;
    place.wait = Math.min(place.wait * 2, LONGEST_WAIT_MS);
  }

  function show(item) {
    const field = shown.get(name(item.item, item.key));
    if (!field) return;
    field.hidden = !item.relevant;
    const output = field.querySelector("output");
    if (output) output.innerHTML = item.shown;
    if (field.matches(".note")) field.firstElementChild.textContent = item.label;
    const label = field.querySelector("legend .label");
    if (label) label.textContent = item.label;
    const hint = field.querySelector(":scope > .hint");
    if (hint) hint.textContent = item.hint;
    if (!places.has(name(item.item, item.key)) || field.classList.contains("unsaved")) return;
    field.querySelector("legend").classList.toggle("required", item.required);
    field.classList.toggle("invalid", Boolean(item.problem));
    field.classList.toggle("answered", item.answered && !item.problem);
    problem(field, item.problem);
    const wanted = field.querySelector(":scope > .required-message");
    if (wanted) {
      wanted.hidden = !item.missing;
      wanted.textContent = item.required_message;
    }
    const needed = field.querySelector(".needed");
    if (needed) needed.hidden = !item.evidence_needed || Boolean(field.querySelector("details.evidence .ok"));
  }

  function setAside(html) {
    const card = document.getElementById("set-aside");
    const list = document.getElementById("set-aside-list");
    if (!card || !list) return;
    list.innerHTML = html;
    card.hidden = !list.querySelector("li");
  }

  function isOfferedOtherwise(item) {
    const place = places.get(name(item.item, item.key));
    return Boolean(place) && !place.dirty && place.field.dataset.offer !== item.offer;
  }

  /* Other choices than before, or a question that may no longer be answered: its field is taken from the page anew. */
  async function renew(items) {
    if (!items.length) return;
    const reply = await fetch(window.location.pathname + window.location.search, { credentials: "same-origin" }).catch(() => null);
    if (!reply || !reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    for (const item of items) {
      const { field, dirty, sending } = places.get(name(item.item, item.key));
      const fresh = page.getElementById(field.id);
      if (!fresh || dirty || sending) continue;
      field.dataset.offer = fresh.dataset.offer;
      field.querySelector(".value").replaceWith(document.adoptNode(fresh.querySelector(".value")));
      searchable(field);
    }
  }

  /* A long list gets a field to search it; without the script it is a plain list. */
  function searchable(within) {
    for (const list of within.querySelectorAll("select.long, .choices.long")) {
      const entries = [...list.querySelectorAll(list.matches("select") ? "option" : "label")];
      const search = document.createElement("input");
      const nothing = document.createElement("p");
      search.type = "search";
      search.className = "narrow";
      search.placeholder = said.search;
      search.setAttribute("aria-label", said.search);
      nothing.className = "muted";
      nothing.textContent = said.noneFound;
      nothing.hidden = true;
      if (list.matches("select")) list.size = 7;
      list.before(search);
      list.after(nothing);
      search.addEventListener("input", (event) => {
        event.stopPropagation();
        const words = plain(search.value).split(" ").filter(Boolean);
        let found = 0;
        for (const entry of entries) {
          const chosen = entry.selected || Boolean(entry.querySelector && entry.querySelector("input:checked"));
          const fits = words.every((word) => plain(entry.textContent).includes(word));
          entry.hidden = !fits && !chosen;
          found += Number(fits);
        }
        nothing.hidden = found > 0;
      });
      search.addEventListener("change", (event) => event.stopPropagation());
      search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    }
  }

  function plain(words) { return words.normalize("NFKC").toLowerCase().replace(/[\u2066-\u2069]/g, ""); }
  searchable(questions);

  function problem(field, words) {
    field.querySelector(":scope > .problem").textContent = words;
    for (const input of field.querySelectorAll("[name=value]")) {
      if (words) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  function saidSaved(field, words) { field.querySelector(":scope > .saved").textContent = words; }

  function tell(place, working, done) {
    if (working) state.textContent = working;
    saidSaved(place.field, done || "");
  }

  function count(section) {
    const line = document.querySelector('li[data-section="' + section.name + '"] .count');
    if (line) line.textContent = section.count;
    const skipped = document.getElementById("skipped");
    if (section.name === said.section && skipped) {
      skipped.hidden = section.skipped === 0;
      skipped.textContent = said.skipped.replace("#", section.skipped);
    }
  }

  function overall() {
    const bad = questions.querySelector("fieldset.item.unsaved");
    const busy = [...places.values()].some((place) => place.dirty || place.sending);
    state.classList.toggle("bad", Boolean(bad));
    if (bad) state.textContent = busy ? said.notSaved : said.refused;
    else if (!busy) state.textContent = said.savedAll;
  }
})();
