"""What XLSForm knows and these checklists do not take, each with the reason and what to write instead.

Only tables; `rules` and `formula` refuse by them, so that an author is told which feature of a form is in the way.
"""

from __future__ import annotations

from types import MappingProxyType

_SENSOR = "a phone's sensor"
_FILE = "a file as an answer; write ss:evidence, evidence is attached to any item"
_RECORD = "a field about the phone or the record; the inspection itself holds who, where and when"

TYPES = MappingProxyType(
    {
        **dict.fromkeys(
            ("geopoint", "geotrace", "geoshape", "start-geopoint", "barcode", "background-geopoint"), _SENSOR
        ),
        **dict.fromkeys(("image", "photo", "audio", "video", "file", "background-audio"), _FILE),
        **dict.fromkeys(
            (
                "start",
                "end",
                "today",
                "deviceid",
                "subscriberid",
                "simserial",
                "phonenumber",
                "username",
                "email",
                "audit",
            ),
            _RECORD,
        ),
        "rank": "ranking of choices; ask for the first choice with select_one",
        "range": "a slider; write integer or decimal with a constraint",
        "hidden": "a field that nobody sees; write calculate",
        "csv-external": "a list that no select asks from; write select_one_from_file",
        "select_one_external": "external choices; write select_one_from_file",
        "osm": "features of OpenStreetMap",
        "xml-external": "another instance than the register",
        "begin": "the old spelling with a blank; write begin_group or begin_repeat",
        "end": "the old spelling with a blank; write end_group or end_repeat",
        "select": "an old spelling; write select_one or select_multiple",
        "add": "an old spelling; write select_one or select_multiple",
        "string": "another name of a type; write text",
        "int": "another name of a type; write integer",
        "trigger": "another name of a type; write acknowledge",
        "dateTime": "another name of a type; write datetime",
        "group": "an old spelling; write begin_group",
        "repeat": "an old spelling; write begin_repeat",
    }
)
"""First word of a type, and the feature that a form must do without."""

COLUMNS = MappingProxyType(
    {
        "trigger": "computing only when another item changes; a calculation here follows all that it reads",
        "guidance_hint": "guidance apart from the hint; write it into the hint",
        "parameters": "parameters of a question",
        "media": "pictures, sound or film in a question",
        "image": "pictures, sound or film in a question",
        "big-image": "pictures, sound or film in a question",
        "audio": "pictures, sound or film in a question",
        "video": "pictures, sound or film in a question",
        "autoplay": "pictures, sound or film in a question",
        "label": "a label without its language; write label::English (en) and label::Urdu (ur)",
        "hint": "a hint without its language; write hint::English (en) and hint::Urdu (ur)",
        "constraint_message": "a message without its language; write constraint_message::English (en) and ::Urdu (ur)",
        "required_message": "a message without its language; write required_message::English (en) and ::Urdu (ur)",
        "save_to": "entities that outlive the form; the register is changed by corrections",
        "body": "attributes for one client of a form",
        "instance": "attributes for one client of a form",
        "bind": "attributes of a bind other than ss:",
        "disabled": "rows that are switched off; leave the row out",
        "readonly": "another name of a column; write read_only",
        "relevance": "another name of a column; write relevant",
        "skipto": "jumps; write relevant",
        "calculate": "another name of a column; write calculation",
        "count": "another name of a column; write repeat_count",
        "query": "external choices; write select_one_from_file",
        "public_key": "encryption of a form; the laptop encrypts all it keeps",
        "submission_url": "submission to another server",
        "instance_name": "a name of the record; an inspection has its own",
        "style": "a page style for one client of a form",
        "allow_choice_duplicates": "a choice twice in its list",
        "auto_send": "submission to another server",
        "auto_delete": "submission to another server",
        "sms_keyword": "answers by text message",
        "sms_field": "answers by text message",
        "sms_option": "answers by text message",
        "compact_tag": "answers by text message",
        "clean_text_values": "blanks kept in cells",
    }
)
"""Column, without its language, and the feature that a form must do without."""

SHEETS = MappingProxyType(
    {
        "external_choices": "external choices; write select_one_from_file",
        "osm": "features of OpenStreetMap",
        "entities": "entities that outlive the form; the register is changed by corrections",
    }
)

_RANDOM = "randomness: the same answers must always give the same form"
_POSITION = "positions on the earth, which come from a phone's sensor"

FUNCTIONS = MappingProxyType(
    {
        **dict.fromkeys(("uuid", "random", "randomize"), _RANDOM),
        **dict.fromkeys(("area", "distance", "geofence"), _POSITION),
        "property": "a phone's own properties",
        "extract-signed": "signed codes read by a phone's sensor",
        "version": "its own version, which the inspection keeps",
        "depend": "an order of computing by hand; the engine finds it",
    }
)


def column_reason(column: str) -> str | None:
    """Return why a column of XLSForm is not taken, or None where it is none of XLSForm's."""
    return COLUMNS.get(column.partition("::")[0].strip())
