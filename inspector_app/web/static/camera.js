/* The camera of this laptop: opens it, says why it did not open, takes one picture of what it sees. */

export async function openCamera(video) {
  if (!navigator.mediaDevices) throw new DOMException("no media devices", "NotFoundError");
  const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  return () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  };
}

export function isRefused(problem) {
  return problem instanceof DOMException && (problem.name === "NotAllowedError" || problem.name === "SecurityError");
}

export function takePicture(video, canvas) {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
}

/* Puts a file made here into a form's own field, so that it is sent like a file that was chosen. */
export function putFile(field, blob, name) {
  const carrier = new DataTransfer();
  carrier.items.add(new File([blob], name, { type: blob.type }));
  field.files = carrier.files;
}
