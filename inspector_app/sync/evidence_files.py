"""Step: send the evidence files that the centre asks for, piece by piece, after the records and never before new ones.

Thumbnails go first, then smaller copies, then originals. A file goes on where the centre has it: after a cut, after the
laptop was switched off, days later.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.store import files_to_send, outbox, work
from inspector_app.store.driver import writing
from inspector_app.store.uploads import put_upload_id, upload_id
from inspector_app.sync.errors import CentreProblem, Unreachable
from inspector_app.sync.exchange import exchange
from inspector_app.sync.piece_size import PieceSize
from inspector_app.sync.push import START
from inspector_app.sync.run import SyncRun
from inspector_app.sync.setbacks import Setbacks
from inspector_app.sync.upload_link import UploadLink
from inspector_app.tools import moment
from sync_protocol.errors import Code

MOST_REFUSALS = 3
"""Refusals of one file with nothing gained between them; then the others go on, and it stays waiting."""

_ASK_AGAIN = (Code.UPLOAD_OFFSET, Code.UPLOAD_CHECKSUM)
_THIS_FILE_ONLY = (Code.NOT_FOUND, Code.TOO_BIG, Code.MALFORMED)


def send_evidence_files(run: SyncRun) -> None:
    """Send every file that is wanted; each is marked as held when the centre has said so.

    Raises:
        SyncStopped: the link broke too often, or the centre sent us away; what arrived stays arrived.
    """
    wanted = files_to_send.wanted_files(run.work)
    if not wanted:
        with writing(run.work):
            files_to_send.mark_unwanted_held(run.work, moment(run.tools.now()))
        return
    sending = _Sending(run, sum(wanted.values()))
    while sha256 := sending.next():
        sending.send(sha256)


@dataclass
class _Sending:
    """The files of one sync on their way."""

    run: SyncRun
    bytes_in_all: int
    bytes_done: int = 0
    left_out: set[str] = field(default_factory=set)
    """Files that the centre does not take now."""
    begun_anew: set[str] = field(default_factory=set)
    """Files whose upload the centre forgot, or that came to it as other bytes; each gets one more try."""

    def __post_init__(self) -> None:
        self.link = UploadLink(self.run.link)
        self.size = PieceSize.at(self.run.link.pace)
        self.size.limit = min(self.size.limit, START)
        self.setbacks = Setbacks(self.run, self.size)
        self.refusals = 0
        self.exchanged = outbox.last(self.run.work)

    def next(self) -> str:
        """Return the next file, "" for none; records that were made meanwhile go first."""
        self._records_first()
        wanted = files_to_send.wanted_files(self.run.work)
        return next((sha256 for sha256 in wanted if sha256 not in self.left_out), "")

    def send(self, sha256: str) -> None:
        """Send one file, or find that it cannot be sent now."""
        content, offset = work.content(self.run.work, sha256), None
        assert content is not None
        self.refusals = 0
        while sha256 not in self.left_out:
            self._show(offset or 0)
            try:
                offset = self._further(sha256, content, offset)
            except CentreProblem as problem:
                self._refused(sha256, problem)
                offset = None
            except Unreachable as problem:
                self.setbacks.mend(problem)
                offset = None
            if offset == len(content):
                self._held(sha256, offset)
                return
            self._records_first()

    def _further(self, sha256: str, content: bytes, offset: int | None) -> int | None:
        """Ask, begin, or send a piece; return how many bytes the centre holds, None when that is not known."""
        known = upload_id(self.run.work, sha256)
        if known and offset is None:
            offset = self.link.offset(known, size=len(content))
            if offset is None:
                self._begin_anew(sha256)
            return offset
        piece = content[offset or 0 :][: self.size.limit]
        began_ms = self.run.tools.reading().mono_ms
        if known:
            offset = self.link.append(known, offset or 0, piece=piece)
        else:
            known, offset = self.link.begin(sha256, size=len(content), piece=piece)
            self._remember(sha256, known)
        self.size.went_well(len(piece), self.run.tools.reading().mono_ms - began_ms)
        self.refusals = 0
        self.setbacks = Setbacks(self.run, self.size, was_reached=True)
        return offset

    def _refused(self, sha256: str, problem: CentreProblem) -> None:
        """Do what a refusal asks for, before the centre is asked where the file stands."""
        self.refusals += 1
        is_for_this_file = problem.code in _THIS_FILE_ONLY
        if problem.code is Code.EVIDENCE_HASH or (is_for_this_file and upload_id(self.run.work, sha256)):
            self._begin_anew(sha256)
        elif is_for_this_file or (problem.code in _ASK_AGAIN and self.refusals > MOST_REFUSALS):
            self.left_out.add(sha256)
        elif problem.code not in _ASK_AGAIN:
            self.setbacks.mend(problem)

    def _begin_anew(self, sha256: str) -> None:
        """Forget a file's upload; the second time the file waits for another sync."""
        self._remember(sha256, "")
        if sha256 in self.begun_anew:
            self.left_out.add(sha256)
        self.begun_anew.add(sha256)

    def _records_first(self) -> None:
        """Send what was made since the last exchange: photos never delay records."""
        if outbox.last(self.run.work) != self.exchanged:
            exchange(self.run)
            self.exchanged = outbox.last(self.run.work)

    def _held(self, sha256: str, size: int) -> None:
        with writing(self.run.work):
            files_to_send.mark_held(self.run.work, sha256, moment(self.run.tools.now()))
        self.run.counts.files += 1
        self.bytes_done += size

    def _remember(self, sha256: str, upload: str) -> None:
        with writing(self.run.work):
            put_upload_id(self.run.work, sha256, upload)

    def _show(self, offset: int) -> None:
        done = self.bytes_done + offset
        self.bytes_in_all = max(self.bytes_in_all, done)
        self.run.show_bytes("files", done=done, size=self.bytes_in_all)
