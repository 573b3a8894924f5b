/* Looks for a QR in what the camera sees and sends the picture when there is one; the laptop itself reads it.
   Without this script a picture is chosen as a file. */
import { isRefused, openCamera, putFile, takePicture } from "./camera.js";

const form = document.getElementById("scan");
const EVERY_MS = 500;
if (form) start();

function start() {
  const by = (id) => document.getElementById(id);
  const said = form.dataset;
  let close = null;

  document.documentElement.classList.add("js");

  function tell(words, role) {
    by("ready").setAttribute("role", role);
    by("ready").textContent = words;
  }

  async function cameraOn() {
    try {
      close = await openCamera(by("view"));
    } catch (problem) {
      tell(isRefused(problem) ? said.refused : said.none, "alert");
      by("file").focus();
      return;
    }
    by("camera-on").hidden = true;
    tell(said.searching, "status");
    window.setTimeout(search, EVERY_MS);
  }

  async function search() {
    if (!close) return;
    const picture = await takePicture(by("view"), by("frame"));
    if (picture && await shows(picture)) {
      putFile(by("file"), picture, "certificate.jpg");
      form.elements.namedItem("origin").value = "camera";
      off();
      form.requestSubmit();
      return;
    }
    window.setTimeout(search, EVERY_MS);
  }

  async function shows(picture) {
    const body = new FormData();
    body.append("file", picture, "frame.jpg");
    try {
      const reply = await fetch(said.look, {
        method: "POST", headers: { "X-Muaina-Token": said.token, Accept: "application/json" }, body, credentials: "same-origin",
      });
      return reply.ok && (await reply.json()).found;
    } catch {
      return false;
    }
  }

  function off() {
    if (close) close();
    close = null;
  }

  by("camera-on").addEventListener("click", cameraOn);
  by("file").addEventListener("change", () => { off(); by("camera-on").hidden = false; form.elements.namedItem("origin").value = "file"; });
  window.addEventListener("pagehide", off);
}
