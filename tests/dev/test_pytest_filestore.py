"""Two processes of the tests inside Odoo don't remove each other's files."""

from pathlib import Path
from types import SimpleNamespace

from dev import database, paths, pytest_filestore


def test_what_one_process_removes_the_other_keeps(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DATA", tmp_path)
    shared = database.filestore("inside")
    shared.mkdir(parents=True)
    (shared / "bundle.js").write_text("of the template")
    one, other = SimpleNamespace(filestore=None), SimpleNamespace(filestore=None)
    with (
        pytest_filestore.apart(one, "inside", "inside-gw0"),
        pytest_filestore.apart(other, "inside", "inside-gw1"),
    ):
        folder = Path(one.filestore("inside-gw0"))
        (folder / "signature.png").write_text("just written")
        (folder / "bundle.js").unlink()
        assert [f.name for f in Path(other.filestore("")).iterdir()] == ["bundle.js"]
    assert [f.name for f in shared.parent.iterdir()] == ["inside"]


def test_folders_of_processes_that_were_killed_are_dropped_too(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DATA", tmp_path)
    monkeypatch.setattr(database.postgres, "sql", lambda _query: [])
    for name in ("inside", "inside-gw0", "inside-gw1", "another"):
        database.filestore(name).mkdir(parents=True)
    database.drop_all("inside")
    assert [f.name for f in database.filestore("").iterdir()] == ["another"]
