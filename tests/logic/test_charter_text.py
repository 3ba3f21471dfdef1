"""The charter states every rule that has to be in it, to both roles, in both languages.

``docs/charter.md`` says which sentence states which rule; here each is looked for in
the text that members read: the addon's data, and its French.
"""

import re
from pathlib import Path

import polib
import pytest
from logic.rules import RULES
from lxml import etree

ROOT = Path(__file__).parents[2]
ADDON = ROOT / "mentoring_program"
ROLES = ("mentee", "mentor")
# Not stated as a sentence of its own: P8 is shown before applying and to the refused,
# S1 to S3 are the frame of the text.
FRAME = {"P8", "S1", "S2", "S3"}


def _plain(text):
    return " ".join(text.replace("’", "'").replace("\xa0", " ").split())


def _read_bodies():
    """Return `{role: text of the charter in English}`."""
    tree = etree.parse(str(ADDON / "data/mentoring_charter_data.xml"))
    bodies = {}
    for role in ROLES:
        [body] = tree.xpath(f"//record[@id='charter_{role}']/field[@name='body']")
        bodies[role] = _plain(" ".join(body.itertext()))
    return bodies


def _read_sentences():
    """Return `{role: {rule: (English, French)}}` of docs/charter.md."""
    text = (ROOT / "docs/charter.md").read_text()
    sentences = {}
    for role in ROLES:
        part = text.split(f"(`charter_{role}`)\n")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (\w+) \| (.+?) \| (.+?) \|$", part, re.MULTILINE)
        sentences[role] = {
            rule: (english, french) for rule, english, french in rows if rule in RULES
        }
    return sentences


BODIES = _read_bodies()
SENTENCES = _read_sentences()
FRENCH = _plain(
    " ".join(entry.msgstr for entry in polib.pofile(str(ADDON / "i18n/fr.po")))
)


def _assert_stated(rule, role):
    english, french = SENTENCES[role][rule]
    assert _plain(english) in BODIES[role]
    assert _plain(french) in FRENCH


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("rule", ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P9"])
def test_the_programme(rule, role):
    _assert_stated(rule, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("rule", ["E1", "E2", "E3", "E4", "E5", "E6", "E7"])
def test_who_may_take_part(rule, role):
    _assert_stated(rule, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("rule", ["M1", "M2", "M3", "M4", "M5"])
def test_the_matching(rule, role):
    _assert_stated(rule, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "rule", ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10"]
)
def test_what_the_mentee_commits_to(rule, role):
    _assert_stated(rule, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("rule", ["D1", "D2", "D3", "D4", "D5", "D6"])
def test_what_the_mentor_commits_to(rule, role):
    _assert_stated(rule, role)


@pytest.mark.parametrize("role", ROLES)
def test_s1_it_is_a_contract_of_three(role):
    assert "a contract between" in BODIES[role]
    for party in ("mentor", "mentee", "association"):
        assert party in BODIES[role]


@pytest.mark.parametrize("role", ROLES)
def test_s2_each_signs_at_the_end_of_the_questionnaire(role):
    assert "at the end of the questionnaire" in BODIES[role]


@pytest.mark.parametrize("role", ROLES)
def test_s3_it_tells_what_is_kept(role):
    assert "keeps, unchanged, the text that was signed" in BODIES[role]


@pytest.mark.parametrize("role", ROLES)
def test_no_rule_is_forgotten(role):
    assert SENTENCES[role].keys() == RULES.keys() - FRAME
