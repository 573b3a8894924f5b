"""What the laptop refuses to do, and the sentence it says; only `app` and the pages turn these into HTTP.

Refusal                   .text in both languages, .status for a page
+- NotSignedIn            nobody has unlocked this laptop
+- WrongPassword          the password does not open the vault
+- TooManyAttempts        wait before the next password
+- NotEnrolled            this laptop has no place at a centre yet
+- SeatUnknown            several inspectors work on this laptop, and it was not said who this is
+- RegisterLocked         the register may not be read: too long without contact, or withdrawn
+- RoomRefused            this may not be done in this room (practice, field)
+- NotFound               no such record on this laptop
+- NotAuthorised          an inspection that no order allows, or not on this day
+- InvalidAnswer          an answer that cannot be kept
+- InvalidCorrection      a correction that cannot be proposed
+- EvidenceRefused        a file that cannot serve as evidence
+- InspectionClosed       a closed inspection is not changed
+- ChangedElsewhere       another window changed this meanwhile
   +- AnswerChanged       an answer
   +- FormChanged         what was written in a form: statement, signature, decision, sample, caption
+- SheetChanged           the exit sheet is another by now than the one that was shown for signing
+- NotReadyToClose        .reasons: everything that still stands in the way
+- SyncRunning            another sync of this laptop is on its way
+- GuardRefused           the request did not come from this laptop's own page
+- StoreError             the encrypted files cannot be used
   +- StoreMissing        a file that must be there is not
   +- StoreUnreadable     a file is damaged or was locked with another key
   +- StoreTooOld         the SQLite library has a known defect
   +- StoreFull           the disk has no room for what was to be kept
"""

from __future__ import annotations

from simplify_content.text import Text


class Refusal(Exception):
    """Something the laptop will not do; `text` says why and what to do, `status` is for a page."""

    status = 400

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NotSignedIn(Refusal):
    """Nobody has unlocked this laptop."""

    status = 401


class WrongPassword(Refusal):
    """The password does not open the vault."""

    status = 403


class TooManyAttempts(Refusal):
    """Too many wrong passwords; the next one is not looked at for a while."""

    status = 429


class NotEnrolled(Refusal):
    """This laptop has no place at a centre yet."""

    status = 409


class SeatUnknown(Refusal):
    """Several inspectors work on this laptop, and it was not said who this is."""

    status = 422


class RegisterLocked(Refusal):
    """The register may not be read: too long without contact, or the laptop was withdrawn."""

    status = 423


class RoomRefused(Refusal):
    """This may not be done in this room."""

    status = 409


class NotFound(Refusal):
    """No such record on this laptop."""

    status = 404


class NotAuthorised(Refusal):
    """An inspection that no order allows, or not on this day."""

    status = 422


class InvalidAnswer(Refusal):
    """An answer that cannot be kept."""

    status = 422


class InvalidCorrection(Refusal):
    """A correction that cannot be proposed."""

    status = 422


class EvidenceRefused(Refusal):
    """A file that cannot serve as evidence."""

    status = 422


class InspectionClosed(Refusal):
    """A closed inspection is not changed."""

    status = 409


class ChangedElsewhere(Refusal):
    """What stands is another than the page showed: a second window changed it. `mark` names what stands now."""

    status = 409

    def __init__(self, text: Text, mark: str) -> None:
        super().__init__(text)
        self.mark = mark


class AnswerChanged(ChangedElsewhere):
    """The answer is another one than the page showed."""


class FormChanged(ChangedElsewhere):
    """What a form writes is another by now than the page showed; `mark` is "" where the form names each field's."""


class SheetChanged(Refusal):
    """The exit sheet is another by now than the one that was shown for signing."""

    status = 409


class NotReadyToClose(Refusal):
    """An inspection that cannot be closed yet; `reasons` lists everything that stands in the way."""

    status = 409

    def __init__(self, text: Text, reasons: tuple[Text, ...]) -> None:
        super().__init__(text)
        self.reasons = reasons


class SyncRunning(Refusal):
    """Another sync of this laptop is on its way."""

    status = 409


class GuardRefused(Refusal):
    """The request did not come from this laptop's own page."""

    status = 403


class StoreError(Refusal):
    """The encrypted files cannot be used."""

    status = 500


class StoreMissing(StoreError):
    """A file that must be there is not; a fresh empty one would hide the loss."""


class StoreUnreadable(StoreError):
    """A file is damaged or was locked with another key."""


class StoreTooOld(StoreError):
    """The SQLite library has a known defect."""


class StoreFull(StoreError):
    """The disk has no room for what was to be kept; nothing of it was, and what was saved before stands."""

    status = 507
