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
    image.value = "";
  }
  clear();

  function at(event) {
    const box = pad.getBoundingClientRect();
    return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
  }

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    drawing = true;
    inked = true;
    const [x, y] = at(event);
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
    pen.lineTo(x, y);
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { drawing = false; });
  document.getElementById("clear").addEventListener("click", clear);
  form.addEventListener("submit", () => { image.value = inked ? pad.toDataURL("image/png") : ""; });
})();
