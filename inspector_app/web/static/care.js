/* Says whether the browser sees a camera; it asks for no picture and no permission. */
"use strict";

(async function () {
  const place = document.getElementById("camera");
  if (!place || !navigator.mediaDevices) return;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const isSeen = devices.some((device) => device.kind === "videoinput");
  place.textContent = " " + (isSeen ? place.dataset.seen : place.dataset.notSeen);
  place.hidden = false;
})();
