"""ODOO_HOME: which folders are an Odoo 19, what is said of others, how it is used."""

import pytest

from dev import console, existing, paths

RELEASE = "version_info = ({}, FINAL, 0, '')\n"


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Make an Odoo of empty files; links to it go into a folder of the test."""
    monkeypatch.setattr(existing, "LINKS", tmp_path / "links")

    def make(*, version="19, 0, 0", below="", beside=(), inside=("base", "mail")):
        root = tmp_path / "home" / below
        folders = [root / "odoo/addons" / name for name in inside]
        folders += [root / "addons" / name for name in beside]
        for folder in folders:
            folder.mkdir(parents=True)
            (folder / "__manifest__.py").touch()
        (root / "odoo/release.py").write_text(RELEASE.format(version))
        return root

    return make


def complaint(told):
    with pytest.raises(console.Failure) as caught:
        existing.find(str(told))
    sentence = str(caught.value)
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


def test_a_source_checkout_has_most_addons_beside_its_package(make):
    root = make(inside=["base", "test_http"], beside=["mail", "web"])
    assert existing.find(str(root)) == root
    assert existing.addon_folders(root) == [root / "addons"]


def test_a_package_has_all_addons_inside(make):
    root = make(inside=["base", "mail", "web"])
    assert existing.find(str(root)) == root
    assert existing.addon_folders(root) == []


def test_a_package_may_have_a_folder_of_documentation_named_addons(make):
    root = make(inside=["base", "mail", "web"], beside=["sale"])
    assert existing.addon_folders(root) == []


def test_debians_package_may_be_named_by_the_folder_it_was_unpacked_into(make):
    root = make(below=existing.PACKAGE_ROOT, inside=["base", "mail", "web"])
    assert existing.find(str(root.parents[3])) == root


def test_a_path_may_be_relative_or_begin_with_a_tilde(make, monkeypatch):
    root = make(inside=["base", "mail", "web"])
    monkeypatch.chdir(root.parent)
    monkeypatch.setenv("HOME", str(root.parent))
    assert existing.find("home") == existing.find("~/home") == root


def test_a_folder_that_is_not_there(tmp_path):
    assert complaint(tmp_path / "x").endswith("/x: there is no such folder.")
    (tmp_path / "file").touch()
    assert "no such folder" in complaint(tmp_path / "file")


def test_a_folder_without_odoo(tmp_path):
    assert "there is no Odoo in that folder" in complaint(tmp_path)


@pytest.mark.parametrize(
    ("version", "series"), [("18, 0, 0", "18.0"), ("'saas~19', 1, 0", "saas~19.1")]
)
def test_another_series(make, version, series):
    root = make(version=version, inside=["base", "mail", "web"])
    assert complaint(root) == f"ODOO_HOME={root} is Odoo {series}, and this needs 19.0."


def test_a_release_that_tells_no_version(make):
    root = make(inside=["base", "mail", "web"])
    (root / existing.RELEASE).write_text("")
    assert "of an unknown version" in complaint(root)


def test_an_odoo_without_its_addons(make):
    assert "lacks the addon `web`" in complaint(make(inside=["base", "mail"]))


def test_only_the_package_odoo_is_imported_from_it(make):
    root = make(inside=["base", "mail", "web"])
    (root / "lxml").mkdir()  # as in Debian's folder of all Python packages
    library = root / "odoo/addons" / existing.LEFT_OUT
    library.parent.mkdir(parents=True)
    library.touch()
    [folder] = existing.import_path(root)
    assert [path.name for path in folder.iterdir()] == ["odoo"]
    assert (folder / "odoo").resolve() == root / "odoo"


def test_what_debian_left_out_is_added_without_writing_there(make):
    root = make(inside=["base", "mail", "web"])
    static = root / "odoo/addons/mail/static"
    (static / "lib" / "other").mkdir(parents=True)
    (static / "src").mkdir()
    before = sorted(root.rglob("*"))
    for _again in range(2):
        left_out, package = existing.import_path(root)
    mail = left_out / "odoo/addons/mail"
    assert (mail.parent / existing.LEFT_OUT).read_text() == ""
    assert (mail / "__manifest__.py").resolve() == static.parent / "__manifest__.py"
    assert (mail / "static/src").resolve() == static / "src"
    assert (mail / "static/lib/other").resolve() == static / "lib/other"
    assert sorted(root.rglob("*")) == before


def test_links_follow_the_folder_that_was_named_last(make):
    root = make(inside=["base", "mail", "web"])
    link = existing.import_path(root)[-1] / "odoo"
    link.unlink()
    link.symlink_to(root / "elsewhere")
    existing.import_path(root)
    assert link.readlink() == root / "odoo"


def test_an_upgrade_is_noticed(make):
    root = make(inside=["base", "mail", "web"])
    before = existing.state(root)
    assert existing.state(root) == before
    (root / existing.RELEASE).write_text(RELEASE.format("19, 0, 1"))
    assert existing.state(root) != before


def test_links_are_in_the_ignored_folder():
    assert existing.LINKS.is_relative_to(paths.HOME)
