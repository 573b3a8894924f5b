/* A field to sign in with mouse, pen or finger; the picture goes with the form as a PNG. */
"use strict";

(function () {
  const pad = document.getElementById("pad");
  if (!pad) return;
  const form = pad.closest("form");
  const image = form.elements.namedItem("image");
  const pen = pad.getContext("2d");
  let drawing = false;
  let inked = false;
  let reach = null; /* the box that holds all ink: a dot is no signature */
  const SHORTEST_STROKE = 0.04;
  const problem = document.getElementById("pad-problem");

  document.documentElement.classList.add("js");
  function clear() {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, pad.width, pad.height);
    pen.strokeStyle = "#10202a";
    pen.fillStyle = "#10202a";
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    inked = false;
    reach = null;
    problem.textContent = "";
    image.value = "";
  }
  clear();

  function at(event) {
    const box = pad.getBoundingClientRect();
    return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
  }

  function reached(x, y) {
    reach = reach ? [Math.min(reach[0], x), Math.min(reach[1], y), Math.max(reach[2], x), Math.max(reach[3], y)] : [x, y, x, y];
  }

  function isDot() {
    return Math.max(reach[2] - reach[0], reach[3] - reach[1]) < SHORTEST_STROKE * pad.width;
  }

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    drawing = true;
    inked = true;
    const [x, y] = at(event);
    reached(x, y);
    pen.beginPath();
    pen.arc(x, y, 1.5, 0, 2 * Math.PI);
    pen.fill();
    pen.beginPath();
    pen.moveTo(x, y);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = at(event);
    reached(x, y);
    pen.lineTo(x, y);
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { drawing = false; });
  document.getElementById("clear").addEventListener("click", clear);
  form.addEventListener("submit", (event) => {
    image.value = inked ? pad.toDataURL("image/png") : "";
    problem.textContent = inked && isDot() ? problem.dataset.dot : "";
    if (problem.textContent) event.preventDefault();
  });
})();
