"""French is complete: each text has its translation, with the same blanks to fill."""

import re
from pathlib import Path

import polib
import pytest

# Texts that are the same in both languages: their translation is left empty, as OCA's
# checks ask for.
SAME = Path(__file__).with_name("same_in_french.txt").read_text().splitlines()
I18N = Path(__file__).parents[2] / "mentoring_program" / "i18n"
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{.*?\}\}")
TAG = re.compile(r"</?\w+")


@pytest.fixture(scope="module")
def french():
    return {entry.msgid: entry for entry in polib.pofile(str(I18N / "fr.po"))}


@pytest.fixture(scope="module")
def texts():
    return polib.pofile(str(I18N / "mentoring_program.pot"))


def test_each_text_is_translated(french, texts):
    missing = [
        text.msgid
        for text in texts
        if text.msgid not in french
        or not (french[text.msgid].msgstr.strip() or text.msgid in SAME)
        or french[text.msgid].fuzzy
    ]
    assert not missing


def test_nothing_is_translated_that_is_not_there_any_more(french, texts):
    assert not french.keys() - {text.msgid for text in texts}


@pytest.mark.parametrize("pattern", [BLANK, TAG], ids=["blanks", "tags"])
def test_translations_keep(pattern, french):
    differing = [
        entry.msgid
        for entry in french.values()
        if entry.msgstr
        and sorted(pattern.findall(entry.msgid))
        != sorted(pattern.findall(entry.msgstr))
    ]
    assert not differing
