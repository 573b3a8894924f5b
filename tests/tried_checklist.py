"""A checklist that uses what the shipped ones do not: lists of the register, cascades, counts, presets, messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists import library

NAME = "everything"

DEFINITION = """
settings:
  form_id: everything
  form_title: Everything a form can ask
  title::Urdu (ur): فارم کا ہر سوال
  version: "1"
  default_language: English (en)
  namespaces: ss="https://muaina.example/ss"
  scheme: pessi
survey:
- {type: xml-external, name: register}
- {type: begin_group, name: place, "label::English (en)": Place, "label::Urdu (ur)": جگہ}
- type: select_one_from_file workers.csv
  name: worker
  label::English (en): Which covered worker was met?
  label::Urdu (ur): کس تحفظ یافتہ کارکن سے ملاقات ہوئی؟
  required: "yes"
  required_message::English (en): Choose a worker whom the register holds as covered.
  required_message::Urdu (ur): رجسٹر میں درج تحفظ یافتہ کارکن منتخب کریں۔
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: calculate
  name: worker_cnic
  label::English (en): CNIC of the worker
  label::Urdu (ur): کارکن کا شناختی کارڈ نمبر
  calculation: instance('workers')/root/item[name = ${worker}]/cnic
- type: select_one_from_file certificates.csv
  name: certificate
  label::English (en): Which certificate was shown?
  label::Urdu (ur): کون سا سرٹیفکیٹ دکھایا گیا؟
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: select_one_from_file establishments.csv
  name: place_visited
  label::English (en): Which place was visited?
  label::Urdu (ur): کس جگہ کا معائنہ ہوا؟
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: select_one province
  name: province
  label::English (en): Province
  label::Urdu (ur): صوبہ
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: select_one city
  name: city
  label::English (en): City in the province
  label::Urdu (ur): صوبے کا شہر
  hint::English (en): Offered by the province
  hint::Urdu (ur): صوبے کے مطابق
  choice_filter: in_province = ${province}
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: integer
  name: shifts
  label::English (en): Shifts a day
  label::Urdu (ur): روزانہ شفٹیں
  default: "1"
  constraint: ". >= 1 and . <= 3"
  constraint_message::English (en): A day has one to three shifts.
  constraint_message::Urdu (ur): ایک دن میں ایک سے تین شفٹیں ہوتی ہیں۔
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: text
  name: seen_on
  label::English (en): Registration number, from the register
  label::Urdu (ur): رجسٹریشن نمبر، رجسٹر سے
  default: instance('register')/root/item/registration_no
  read_only: "yes"
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: select_one yes_no
  name: night
  label::English (en): Is there a night shift?
  label::Urdu (ur): کیا رات کی شفٹ ہے؟
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: text
  name: night_lead
  label::English (en): Who leads the night shift?
  label::Urdu (ur): رات کی شفٹ کا نگران کون ہے؟
  relevant: ${night} = 'yes'
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- type: integer
  name: gates
  label::English (en): How many gates?
  label::Urdu (ur): کتنے دروازے ہیں؟
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- {type: end_group}
- type: begin_repeat
  name: gate
  label::English (en): Gates
  label::Urdu (ur): دروازے
  repeat_count: ${gates}
- type: text
  name: gate_name
  label::English (en): Name of the gate
  label::Urdu (ur): دروازے کا نام
  bind::ss:law: PESSO65.s21
  bind::ss:source: test
- {type: end_repeat}
choices:
- {list_name: yes_no, name: "yes", "label::English (en)": "Yes", "label::Urdu (ur)": ہاں}
- {list_name: yes_no, name: "no", "label::English (en)": "No", "label::Urdu (ur)": نہیں}
- {list_name: province, name: punjab, "label::English (en)": Punjab, "label::Urdu (ur)": پنجاب}
- {list_name: province, name: sindh, "label::English (en)": Sindh, "label::Urdu (ur)": سندھ}
- {list_name: city, name: lahore, "label::English (en)": Lahore, "label::Urdu (ur)": لاہور, in_province: punjab}
- {list_name: city, name: multan, "label::English (en)": Multan, "label::Urdu (ur)": ملتان, in_province: punjab}
- {list_name: city, name: karachi, "label::English (en)": Karachi, "label::Urdu (ur)": کراچی, in_province: sindh}
findings: []
"""


def ship(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the library hold this checklist beside those that ship; return its name."""
    folder.mkdir()
    for shipped in library.FOLDER.iterdir():
        if shipped.is_dir():
            (folder / shipped.name).symlink_to(shipped)
    (folder / NAME).mkdir()
    (folder / NAME / "1.yaml").write_text(DEFINITION, encoding="utf-8")
    monkeypatch.setattr(library, "FOLDER", folder)
    return NAME
