/* Takes a picture or a recording into the form's file field; the form is sent like any other.
   Without this script the file field alone is there. */
import { isRefused, openCamera, putFile, takePicture } from "./camera.js";

const form = document.getElementById("capture");
if (form) start();

function start() {
  const by = (id) => document.getElementById(id);
  const said = form.dataset;
  const { file, origin } = { file: by("file"), origin: form.elements.namedItem("origin") };
  let closeCamera = null;
  let recorder = null;
  let timer = 0;

  document.documentElement.classList.add("js");

  function tell(words, isProblem) {
    const ready = by("ready");
    ready.textContent = words;
    ready.setAttribute("role", isProblem ? "alert" : "status");
    ready.classList.toggle("problem", isProblem);
  }

  function show(...ids) {
    for (const id of ["camera-on", "camera-take", "camera-again", "taken"]) by(id).hidden = !ids.includes(id);
  }

  async function cameraOn() {
    try {
      closeCamera = await openCamera(by("view"));
      show("camera-take");
      tell("", false);
      by("camera-take").focus();
    } catch (problem) {
      show("camera-on");
      tell(isRefused(problem) ? said.refused : said.none, true);
      file.focus();
    }
  }

  async function take() {
    const picture = await takePicture(by("view"), by("taken"));
    off();
    if (!picture) return tell(said.none, true);
    putFile(file, picture, "camera.jpg");
    origin.value = "camera";
    by("listen").hidden = true;
    show("taken", "camera-again");
    tell(said.taken, false);
    form.elements.namedItem("caption").focus();
    return undefined;
  }

  function off() {
    if (closeCamera) closeCamera();
    closeCamera = null;
    by("view").hidden = true;
  }

  async function record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      tell(said.mute, true);
      file.focus();
      return;
    }
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType: "audio/webm;codecs=opus", audioBitsPerSecond: 32000 });
    recorder.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      recorded(new Blob(parts, { type: "audio/webm" }));
    });
    recorder.start(1000);
    const began = Date.now();
    tell(said.running, false);
    timer = window.setInterval(() => { by("clock").textContent = minutes(Date.now() - began); }, 500);
    by("record").hidden = true;
    by("stop").hidden = false;
    by("stop").focus();
  }

  function recorded(sound) {
    window.clearInterval(timer);
    by("record").hidden = false;
    by("stop").hidden = true;
    putFile(file, sound, "recording.webm");
    origin.value = "microphone";
    by("listen").src = URL.createObjectURL(sound);
    by("listen").hidden = false;
    show("camera-on");
    tell(said.recorded, false);
    form.elements.namedItem("caption").focus();
  }

  function minutes(ms) {
    const seconds = Math.floor(ms / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  by("camera-on").addEventListener("click", cameraOn);
  by("camera-again").addEventListener("click", cameraOn);
  by("camera-take").addEventListener("click", take);
  by("record").addEventListener("click", record);
  by("stop").addEventListener("click", () => recorder && recorder.stop());
  file.addEventListener("change", () => { origin.value = "file"; off(); show("camera-on"); tell("", false); });
  window.addEventListener("pagehide", off);
}
