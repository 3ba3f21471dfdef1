"""The files of the import: templates in two places, and data that can be made again."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVED = ROOT / "mentoring_program" / "static" / "import"
DATA = ROOT / "mentoring_program" / "tests" / "data"
NAMES = ("contacts.csv", "memberships.csv", "mentors.csv")


@pytest.mark.parametrize("name", NAMES)
def test_docs_have_the_templates_that_the_screens_offer(name):
    assert (ROOT / "docs" / "import" / name).read_bytes() == (
        SERVED / name
    ).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_docs_explain_every_column(name):
    section = (ROOT / "docs" / "import.md").read_text().split(f"## {name}")[1]
    header = (SERVED / name).read_text().splitlines()[0]
    for column in header.split(","):
        assert f"`{column}`" in section.split("\n## ")[0]


def test_the_generator_makes_the_files_that_are_kept(tmp_path):
    generator = runpy.run_path(str(DATA / "generate_import.py"))
    generator["write"].__globals__["FOLDER"] = tmp_path

    generator["main"]()

    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in DATA.glob("*.csv")) < 400_000
