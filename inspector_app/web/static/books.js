/* The grid of a list: the keyboard moves in it as in a spreadsheet, each line is saved when it is left, and what is
   pasted from a spreadsheet goes to the page that tells its columns. Without this script the page has a Save button. */
"use strict";

(function () {
  const grid = document.getElementById("grid");
  if (!grid || !grid.querySelector("input:not([type=hidden]):not([disabled])")) return;
  document.documentElement.classList.add("js");
  const said = grid.dataset;
  const state = document.getElementById("save-state");
  const body = grid.querySelector("tbody");
  const blank = body.querySelector("tr:last-child").cloneNode(true);
  const LONGEST_WAIT_MS = 15000;
  const lines = new Map(); /* row -> {dirty, sending, wait, timer, failed, apart, mark}; the mark names a new line until it has a number */

  function lineOf(row) {
    if (!lines.has(row)) lines.set(row, { dirty: false, sending: false, wait: 1000, timer: 0, failed: false, apart: false, mark: crypto.randomUUID() });
    return lines.get(row);
  }
  function inputs(row) { return [...row.querySelectorAll("input[data-column]")]; }
  /* The cells as the laptop last said them: a browser keeps that beside what is typed. */
  function shown(row) { return Object.fromEntries(inputs(row).map((input) => [input.dataset.column, input.defaultValue])); }
  function numberOf(row) { return row.querySelector("input[name^=number-]"); }

  grid.addEventListener("input", (event) => {
    const row = event.target.closest("tr");
    if (!row) return;
    lineOf(row).dirty = true;
    if (row === body.lastElementChild) addRow();
    document.getElementById("comes-to").hidden = true; /* counted anew when the page is loaded */
  });
  grid.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr");
    if (row && lineOf(row).dirty && !row.contains(event.relatedTarget)) send(row);
  });
  grid.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const [row, line] of lines) if (line.dirty) send(row);
  });
  grid.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("input[data-column]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = cell.closest("tr");
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling, Enter: row.nextElementSibling }[event.key];
    if (event.key === "Enter") event.preventDefault();
    if (!next) return;
    event.preventDefault();
    const place = next.querySelector('input[data-column="' + cell.dataset.column + '"]');
    place.focus();
    place.select();
  });
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const form = document.getElementById("paste");
    if (!form || !/[\t\n]./.test(text.trim())) return;
    event.preventDefault();
    form.elements.namedItem("pasted").value = text;
    whenSaved(() => form.requestSubmit());
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...lines.values()].some((line) => line.dirty || line.sending || line.apart)) event.preventDefault();
  });

  function addRow() {
    const row = blank.cloneNode(true);
    const index = String(body.children.length);
    row.dataset.row = index;
    row.querySelector("input[name=row]").value = index;
    numberOf(row).name = "number-" + index;
    numberOf(row).value = "";
    for (const input of inputs(row)) {
      input.name = input.dataset.column + "-" + index;
      input.value = input.defaultValue = "";
      input.parentElement.querySelector(".why").id = "why-" + input.name;
    }
    body.append(row);
  }

  async function send(row) {
    const line = lineOf(row);
    if (line.sending) return;
    window.clearTimeout(line.timer);
    line.sending = true;
    line.dirty = false;
    tell(said.saving, false);
    const cells = Object.fromEntries(inputs(row).map((input) => [input.dataset.column, input.value]));
    try {
      const reply = await fetch(grid.action, {
        method: "POST",
        headers: { "X-Muaina-Token": said.token, "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ lines: [{ number: numberOf(row).value || null, mark: line.mark, cells: cells, seen: shown(row) }] }),
        credentials: "same-origin",
      });
      const answer = await reply.json().catch(() => ({}));
      if (reply.ok && answer.saved_at) kept(row, line, answer);
      else if (reply.status < 500 && reply.status !== 401) refused(row, line, answer.message || "");
      else failed(row, line);
    } catch {
      failed(row, line);
    } finally {
      line.sending = false;
      if (line.dirty && (line.failed || !row.contains(document.activeElement))) line.timer = window.setTimeout(() => send(row), line.wait);
    }
  }

  function kept(row, line, answer) {
    const saved = answer.lines[0];
    line.wait = 1000;
    line.failed = false;
    for (const ways of row.querySelectorAll(".elsewhere")) ways.remove();
    line.apart = Object.keys(saved.apart).length > 0;
    row.classList.toggle("unsaved", line.apart);
    if (line.apart) changedElsewhere(row, line, saved);
    else taken(row, line, saved);
    tellUnlessUnsaved(answer.saved_text);
  }
  function tellUnlessUnsaved(words) {
    if (![...lines.values()].some((line) => line.failed || line.apart)) tell(words, false);
  }

  /* Another window wrote in the same cells: what was typed stays in them until the person chooses. */
  function changedElsewhere(row, line, saved) {
    const apart = inputs(row).filter((input) => saved.apart[input.dataset.column]);
    for (const input of apart) explain(input, saved.apart[input.dataset.column], true);
    const ways = document.createElement("p");
    ways.className = "actions elsewhere";
    ways.append(
      way(said.keepTyped, () => { for (const input of inputs(row)) bringIn(input, saved.cells[input.dataset.column] || ""); send(row); }),
      way(said.keepStanding, () => { line.dirty = line.apart = false; ways.remove(); row.classList.remove("unsaved"); taken(row, line, saved); tellUnlessUnsaved(""); }),
    );
    apart[0].parentElement.append(ways);
    tell(said.refused + " " + said.changed, true);
  }
  /* What was typed stays over what stands; a cell that was not typed in follows it. */
  function bringIn(input, stands) {
    if (input.value === input.defaultValue) input.value = stands;
    input.defaultValue = stands;
  }
  function way(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  function taken(row, line, saved) {
    if (!saved.number) line.mark = crypto.randomUUID();
    numberOf(row).value = saved.number || "";
    if (saved.number) row.querySelector("th").firstElementChild.textContent = saved.number;
    row.classList.toggle("invalid", Object.keys(saved.problems).length > 0);
    for (const input of inputs(row)) {
      const name = input.dataset.column;
      if (!line.dirty) input.value = saved.cells[name] || "";
      input.defaultValue = saved.cells[name] || "";
      explain(input, saved.problems[name] || saved.warnings[name] || "", Boolean(saved.problems[name]));
    }
  }

  function explain(input, words, isProblem) {
    const why = input.parentElement.querySelector(".why");
    why.textContent = words;
    why.classList.toggle("problem", isProblem);
    if (isProblem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (words) input.setAttribute("aria-describedby", why.id);
    else input.removeAttribute("aria-describedby");
  }

  function refused(row, line, message) {
    row.classList.add("unsaved");
    tell(said.refused + " " + message, true);
  }

  function failed(row, line) {
    row.classList.add("unsaved");
    line.dirty = true;
    line.failed = true;
    line.wait = Math.min(line.wait * 2, LONGEST_WAIT_MS);
    tell(said.notSaved, true);
  }

  function whenSaved(then) {
    for (const [row, line] of lines) if (line.dirty && !line.sending) send(row);
    const wait = () => {
      if ([...lines.values()].some((line) => line.sending || line.dirty)) window.setTimeout(wait, 100);
      else then();
    };
    wait();
  }

  function tell(words, isBad) {
    state.textContent = words;
    state.classList.toggle("bad", isBad);
  }
})();
