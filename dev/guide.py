"""`make guide-pictures`: the pictures of the guides in `docs/images`, taken anew on a
demo database of their own.
"""

import os

from . import (
    console,
    database,
    odoo,
    paths,
    postgres,
    programs,
    python,
    server,
    shell,
)

PICTURES = paths.ROOT / "docs" / "images"


def take():
    """Take the pictures; a screen that does not come up ends it with its name."""
    odoo.ensure()
    chromium = programs.ensure_chromium()
    python.ensure("odoo", "test")
    with (
        postgres.running(),
        database.temporary(demo=True) as name,
        server.running(name) as running,
        console.step("pictures of the guides"),
    ):
        shell.run(
            [
                paths.VENV_PYTHON,
                paths.ROOT / "dev" / "guide_pictures.py",
                running.url,
                chromium,
                PICTURES,
            ],
            "guide-pictures",
            # Playwright's own Node needs a library that plain Debian lacks.
            env={**os.environ, "PLAYWRIGHT_NODEJS_PATH": str(python.node())},
        )
    console.say(f"\n  {os.path.relpath(PICTURES)}/: look at each before you commit it.")
