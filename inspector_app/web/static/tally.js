/* The sums of the count while it is written; what is kept is what the laptop says that it saved (books.js). */
"use strict";

(function () {
  const grid = document.getElementById("grid");
  const take = document.getElementById("take");
  if (!grid) return;

  function persons(column) {
    let sum = 0;
    for (const input of grid.querySelectorAll('input[data-column="' + column + '"]')) sum += number(input.value);
    return sum;
  }
  function number(text) {
    const plain = text.trim().replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));
    return /^[0-9]{1,5}$/.test(plain) && Number(plain) <= 20000 ? Number(plain) : 0;
  }
  function show(name, sum) {
    document.getElementById("sum-" + name).textContent = String(sum);
    const counted = document.querySelector('[data-counted="headcount_' + name + '"] bdi');
    if (counted) counted.textContent = String(sum);
  }

  grid.addEventListener("input", () => {
    const [men, women] = [persons("men"), persons("women")];
    const contractor = persons("contractor_men") + persons("contractor_women");
    show("men", men);
    show("women", women);
    show("contractor", contractor);
    show("total", men + women + contractor);
    for (const mark of document.querySelectorAll("#answers tbody .status")) mark.hidden = true; /* of the sums before */
  });
  if (take) take.addEventListener("submit", (event) => { event.preventDefault(); whenSaved(() => take.submit()); });

  function whenSaved(then) {
    const unsaved = grid.querySelector("tr.unsaved input[data-column]");
    if (unsaved) unsaved.focus();
    else if (document.getElementById("save-state").textContent === grid.dataset.saving) window.setTimeout(() => whenSaved(then), 100);
    else then();
  }
})();
