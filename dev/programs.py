"""Programs that Odoo and its tests call: wkhtmltopdf (reports as PDF) and Chromium
(browser tests).

The system's own are used where they are installed. Otherwise their Debian packages,
with all the libraries that the machine lacks, are unpacked into `.dev/`, and a script
in `.dev/bin` starts them with the right paths: no root needed.
"""

import shutil
from pathlib import Path

from . import debian, paths, steps
from .console import Failure

# Never brought: programs run with the C library of the machine.
SYSTEM = ("libc6", "libc-bin")

# No sandbox (it needs root to set up), and no talking to the network by itself.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

SCRIPT = """\
#!/bin/sh
{settings}exec {program} {options} "$@"
"""
SETTINGS = """\
root={root}
libraries=$root/usr/lib/{architecture}
LD_LIBRARY_PATH=$libraries:$root/lib/{architecture}
export LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$libraries/nss:$libraries/pulseaudio
export QT_PLUGIN_PATH=$libraries/qt5/plugins QT_QPA_PLATFORM=offscreen
export XDG_DATA_DIRS=$root/usr/share:/usr/local/share:/usr/share
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE=$root/fonts.conf
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>{root}/usr/share/fonts</dir>
    <dir>/usr/share/fonts</dir>
    <cachedir>{root}/font-cache</cachedir>
    <alias><family>sans-serif</family><prefer><family>{sans}</family></prefer></alias>
</fontconfig>
"""


def ensure_wkhtmltopdf():
    """Have wkhtmltopdf where Odoo finds it."""
    if not _installed("wkhtmltopdf"):
        _ensure(
            "wkhtmltopdf",
            ["wkhtmltopdf", "fonts-dejavu-core"],
            "usr/bin/wkhtmltopdf",
            "DejaVu Sans",
        )


def ensure_chromium():
    """Have a script that starts Chromium, the system's or ours; return its path.

    Ours is Debian's Chromium without what draws windows: tests never open one, and
    take a quarter less of its time.
    """
    program = _installed("chromium") or _installed("google-chrome")
    if program:
        _write_script("chromium", program, "", CHROMIUM_OPTIONS)
    else:
        _ensure(
            "chromium",
            ["chromium-headless-shell", "fonts-liberation"],
            "usr/lib/chromium/chromium-headless-shell",
            "Liberation Sans",
            CHROMIUM_OPTIONS,
        )
    return paths.BIN / "chromium"


def _ensure(name, packages, program, font, options=()):
    """Unpack the packages, and write the script that starts `program` of theirs."""
    root = paths.HOME / name

    def build():
        wanted = [
            package for package in debian.missing_for(packages) if package not in SYSTEM
        ]
        if not wanted:
            raise Failure(
                f"Debian's packages {', '.join(packages)} are installed, "
                f"but there is no {name} on the PATH."
            )
        debian.unpack(wanted, root)
        (root / "fonts.conf").write_text(FONTS.format(root=root, sans=font))
        settings = SETTINGS.format(root=root, architecture=_architecture(root))
        _write_script(name, root / program, settings, options)

    title = f"{name} from Debian"
    steps.ensure(
        name,
        title,
        [*packages, program, SETTINGS, FONTS, *options],
        build,
        made=[paths.BIN / name, root],
    )


def _write_script(name, program, settings, options):
    paths.BIN.mkdir(parents=True, exist_ok=True)
    path = paths.BIN / name
    path.write_text(
        SCRIPT.format(settings=settings, program=program, options=" ".join(options))
    )
    path.chmod(0o755)


def _architecture(root):
    """Return the name of the folder that Debian keeps libraries of this machine's kind
    in (`x86_64-linux-gnu`).
    """
    return next(path.name for path in Path(root, "usr/lib").glob("*-linux-gnu*"))


def _installed(name):
    """Return the path of the system's own program; None if there is none but ours."""
    found = shutil.which(name)
    return found if found and Path(found).parent != paths.BIN else None
