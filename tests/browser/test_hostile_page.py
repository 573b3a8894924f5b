"""A page of another server on the same machine, opened in the inspector's own browser while he is signed in."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from laptop_window import LaptopWindow
from prepared_laptop import MILL

from inspector_app.store.driver import rows

pytestmark = pytest.mark.browser

CANARY = "Shahdara"


class _Hostile(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Win a prize</title><p>hello")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def hostile() -> Iterator[str]:
    """The address of a server of somebody else's, on another port of the same machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


ATTACKS = """async ([home, employer]) => {
  const seen = {};
  const note = (name, value) => { seen[name] = String(value).slice(0, 4000); };
  for (const [name, options] of Object.entries({
    fetch: {credentials: 'include'},
    opaque: {mode: 'no-cors', credentials: 'include'},
    post: {method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({phone: '042-6666666'})},
    json: {method: 'POST', credentials: 'include', headers: {'Content-Type': 'application/json'}, body: '{}'},
    token: {method: 'POST', credentials: 'include', headers: {'X-Muaina-Token': 'x'}, body: ''},
    beacon: null,
  })) {
    const address = home + employer + (name.match(/fetch|opaque/) ? '' : '/corrections');
    try {
      const answer = options && await fetch(address, options);
      if (!answer) { note(name, navigator.sendBeacon(address, new URLSearchParams({phone: '042-6666666'}))); continue; }
      note(name, answer.type + ' ' + answer.status + ' ' + await answer.text());
    } catch (problem) { note(name, problem); }
  }
  const frame = document.createElement('iframe');
  frame.src = home + employer;
  document.body.append(frame);
  await new Promise(done => { frame.onload = done; setTimeout(done, 1500); });
  try { note('frame', frame.contentDocument ? frame.contentDocument.body.innerText : 'closed'); }
  catch (problem) { note('frame', problem); }
  for (const [tag, from] of [['script', 'src'], ['img', 'src']]) {
    const one = document.createElement(tag);
    one[from] = home + employer;
    document.body.append(one);
    note(tag, await new Promise(done => { one.onload = () => done('loaded'); one.onerror = () => done('refused'); }));
  }
  const popup = window.open(home + employer);
  await new Promise(done => setTimeout(done, 1500));
  try { note('popup', popup ? popup.document.body.innerText : 'blocked'); } catch (problem) { note('popup', problem); }
  return seen;
}"""

FORM = """([home, employer]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = home + employer + '/corrections';
  form.innerHTML = '<input name="phone" value="042-6666666"><input name="token" value="guessed">';
  document.body.append(form); form.submit();
}"""


def test_a_page_on_another_port_reads_nothing_and_writes_nothing(window: LaptopWindow, hostile: str) -> None:
    window.sign_in().go(f"/employers/{MILL}")
    assert CANARY in window.page.content()
    answers: list[tuple[str, int]] = []
    window.context.on("response", lambda said: answers.append((said.url, said.status)))
    elsewhere = window.context.new_page()
    elsewhere.goto(hostile)

    seen = elsewhere.evaluate(ATTACKS, [window.laptop.url, f"/employers/{MILL}"])
    elsewhere.evaluate(FORM, [window.laptop.url, f"/employers/{MILL}"])
    elsewhere.wait_for_url(f"{window.laptop.url}/**")

    assert CANARY not in json.dumps(seen), seen
    assert CANARY not in elsewhere.content()
    assert seen["script"] == seen["img"] == "refused"
    ours = [status for url, status in answers if url.startswith(f"{window.laptop.url}/employers/")]
    assert set(ours) == {403}, seen
    with window.laptop.app.extensions["muaina"].session.open() as opened:
        assert rows(opened.work, "SELECT * FROM outbox") == []
    window.go(f"/employers/{MILL}")
    assert CANARY in window.page.content(), "the inspector's own window goes on"
