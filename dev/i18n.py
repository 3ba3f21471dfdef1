"""`make i18n`: exports the addon's terms to its `.pot`, and brings every `.po` file up
to date with it.

Translations are kept, those of terms that are gone are dropped, and the files carry no
dates: running it twice changes nothing.
"""

from . import console, database, odoo, paths, postgres, shell

FOLDER = paths.ADDON_DIR / "i18n"
MERGE = paths.ROOT / "dev" / "merge_po.py"


def run():
    """Refresh the translation files."""
    odoo.ensure()
    pot = FOLDER / f"{paths.ADDON}.pot"
    FOLDER.mkdir(exist_ok=True)
    with postgres.running(), database.temporary() as name:
        with console.step("export of the terms"):
            config = odoo.configuration(paths.SERVERS / f"i18n-{name}.conf")
            command = odoo.command(
                "i18n", "export", "-c", config, "-d", name, "-o", pot, paths.ADDON
            )
            shell.run(command, "i18n", env=odoo.environment())
            config.unlink()
    with console.step("merge into the translations"):
        shell.run(
            [paths.VENV_PYTHON, MERGE, pot, *sorted(FOLDER.glob("*.po"))], "merge-po"
        )
