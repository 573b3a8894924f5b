"""What a person reads of the queue, as plain sentences in both languages: for the page and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from inspector_app.catalogue import say
from inspector_app.services.queue import QueueState, QueueView
from inspector_app.tools import LOCAL_ZONE
from simplify_content.text import Text

WORTH_TELLING_S = 60.0
"""A shorter time left is not told: it is over before it is read."""

_KB, _MB = 1000, 1_000_000


def size_words(size: int) -> Text:
    """Return a number of bytes as a person reads it; never none for some."""
    if size < _MB:
        return say("queue.size_kb", n=f"{max(-(-size // _KB), 1):,}")
    return say("queue.size_mb", n=f"{size / _MB:,.1f}")


def work_words(view: QueueView) -> tuple[Text, ...]:
    """Return where everything made on this laptop is now."""
    return tuple(_work(view))


def status_words(view: QueueView) -> tuple[Text, ...]:
    """Return where the work is, and when syncs were and will be."""
    return (*_work(view), *_times(view))


def _work(view: QueueView) -> Iterator[Text]:
    counts = view.counts
    received = view.made - counts[QueueState.WAITING] - counts[QueueState.SENT]
    if not view.made:
        yield say("queue.say_nothing")
    elif view.all_received:
        yield say("queue.say_all_received", count=view.made)
    else:
        yield say("queue.say_saved", count=view.made, received=received)
    for state in (QueueState.WAITING, QueueState.SENT, QueueState.HELD, QueueState.REJECTED):
        if counts[state]:
            yield say(f"queue.say_{state}", count=counts[state], size=size_words(view.waiting_bytes))
    if view.files_waiting:
        yield say("queue.say_files", count=view.files_waiting, size=size_words(view.files_waiting_bytes))
    if view.left_s is not None and view.left_s >= WORTH_TELLING_S:
        yield say("queue.say_left", minutes=-(-int(view.left_s) // 60))


def _times(view: QueueView) -> Iterator[Text]:
    if view.last_receipt_at:
        yield say("queue.say_receipt", at=_local(view.last_receipt_at))
    if view.last_attempt:
        yield say("queue.say_attempt", at=_local(view.last_attempt.at), text=view.last_attempt.text)
        if view.last_attempt.next_at:
            yield say("queue.say_next", at=_local(view.last_attempt.next_at))


def _local(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
