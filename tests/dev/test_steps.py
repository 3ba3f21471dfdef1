"""A set-up that was interrupted goes on where it was: what is done is not done again,
what was half done is.
"""

import errno

import pytest

from dev import console, paths, steps


@pytest.fixture
def stamps(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    return paths.STAMPS


def fill(folder, text):
    with steps.replacing(folder) as fresh:
        (fresh / "file").write_text(text)


def test_a_step_is_done_once(stamps, tmp_path):
    done = []
    for inputs in (["a"], ["a"], ["b"], ["b"]):
        steps.ensure("x", "x", inputs, lambda: done.append(1))
    assert len(done) == 2


def test_a_step_is_done_again_when_what_it_made_is_gone(stamps, tmp_path):
    made = tmp_path / "made"
    for _again in range(2):
        steps.ensure("x", "x", [], made.touch, made=[made])
        assert made.exists()
        made.unlink()


def test_a_step_that_failed_is_done_again(stamps):
    def fails():
        raise KeyboardInterrupt

    steps.ensure("x", "x", ["old"], lambda: None)
    with pytest.raises(KeyboardInterrupt):
        steps.ensure("x", "x", ["new"], fails)
    done = []
    steps.ensure("x", "x", ["old"], lambda: done.append(1))
    assert done


def test_a_folder_is_replaced_as_a_whole_or_not_at_all(tmp_path):
    target = tmp_path / "odoo"
    fill(target, "old")
    with pytest.raises(TypeError):
        fill(target, None)
    assert (target / "file").read_text() == "old"
    fill(target, "new")
    assert (target / "file").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_process_began_is_removed(tmp_path):
    for left in (".odoo-a1b2", "..odoo-a1b2-c3d4"):
        (tmp_path / left / "usr").mkdir(parents=True)
    (tmp_path / "odoo-home").mkdir()
    fill(tmp_path / "odoo", "new")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["odoo", "odoo-home"]


def test_lines_of_those_who_work_side_by_side_are_whole(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with console.step("alone"):
        assert capsys.readouterr().out == "· alone …"
    with console.side_by_side(), console.step("beside"):
        assert capsys.readouterr().out.endswith("s\n")
    assert capsys.readouterr().out.startswith("· beside … ")


def test_what_a_killed_process_left_at_work_is_in_nobodys_way(tmp_path, monkeypatch):
    left = tmp_path / ".odoo-a1b2"
    left.mkdir()

    def busy(*_args, **_kwargs):
        raise OSError(errno.ENOTEMPTY, "Directory not empty")

    monkeypatch.setattr("os.rmdir", busy)
    fill(tmp_path / "odoo", "new")
    assert (tmp_path / "odoo" / "file").read_text() == "new"
