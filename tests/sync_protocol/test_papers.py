from __future__ import annotations

from dataclasses import replace

from casework.notice import Letterhead
from casework.signatures import new_private_key, public_key_of
from simplify_content.text import Text
from sync_protocol.papers import Papers, believed_papers, letterhead_from_json, letterhead_to_json, mark_of, tell_papers
from sync_protocol.schemas import PapersSchema

HEAD = Letterhead(
    institution=Text(en="Institution", ur="ادارہ"),
    office=Text(en="Directorate Lahore", ur="ڈائریکٹوریٹ لاہور"),
    address=Text(en="3-A Gulberg Road", ur="3-اے گلبرگ روڈ"),
    phone="042-99263100",
)
CENTRE, OTHER = new_private_key(), new_private_key()
PAPERS = Papers((public_key_of(new_private_key()),), HEAD)


def test_what_the_centre_told_is_believed_after_the_way_over_the_wire() -> None:
    told = PapersSchema().load(tell_papers(PAPERS, receipt_key=CENTRE))
    assert believed_papers(told, centre_public_key=public_key_of(CENTRE)) == PAPERS


def test_another_signer_another_key_or_another_letterhead_is_not_believed() -> None:
    public = public_key_of(CENTRE)
    told = tell_papers(PAPERS, receipt_key=CENTRE)
    assert believed_papers(tell_papers(PAPERS, receipt_key=OTHER), centre_public_key=public) is None
    assert believed_papers({**told, "keys": [public_key_of(OTHER)]}, centre_public_key=public) is None
    forged = letterhead_to_json(replace(HEAD, phone="0300-0000000"))
    assert believed_papers({**told, "letterhead": forged}, centre_public_key=public) is None
    assert believed_papers({**told, "signature": ""}, centre_public_key=public) is None


def test_a_letterhead_is_the_same_after_it_was_kept() -> None:
    assert letterhead_from_json(letterhead_to_json(HEAD)) == HEAD


def test_a_mark_tells_every_difference_and_nothing_else() -> None:
    key = public_key_of(OTHER)
    marks = [
        mark_of(PAPERS, recovery_key=""),
        mark_of(PAPERS, recovery_key=key),
        mark_of(Papers((*PAPERS.keys, key), HEAD), recovery_key=""),
        mark_of(Papers(PAPERS.keys, replace(HEAD, phone="042-1")), recovery_key=""),
        mark_of(None, recovery_key=key),
    ]
    assert len(set(marks)) == len(marks)
    assert marks[-1] == ""
    assert mark_of(Papers(tuple(PAPERS.keys), replace(HEAD)), recovery_key="") == marks[0]
