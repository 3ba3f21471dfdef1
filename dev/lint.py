"""The linters, on all files that git knows or would add; `make lint FIX=1` has them
repair what they can.

Node comes as a Python wheel, prettier and its plugin from npm into `.dev/node`;
`.pre-commit-config.yaml` has the same tools at the same versions for people who use
pre-commit.
"""

import os
import subprocess
from pathlib import Path

from . import console, paths, python, shell, steps
from .console import Failure

NODE_PACKAGES = [
    "prettier@3.6.2",
    "@prettier/plugin-xml@3.4.2",
    "@xml-tools/parser@1.0.11",
    "chevrotain@7.1.1",
]
NODE_VARIABLE = "NODE_EXTRA_CA_CERTS"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")  # of Debian
NODE = paths.HOME / "node"
PRETTIER = NODE / "node_modules" / "prettier" / "bin" / "prettier.cjs"
PRETTIER_XML = NODE / "node_modules" / "@prettier" / "plugin-xml" / "src" / "plugin.js"
PRETTIER_SUFFIXES = (".xml", ".js", ".scss", ".css", ".json", ".yaml", ".yml")


def run():
    """Run all linters; return whether they are content."""
    fix = bool(paths.setting("FIX"))
    ensure()
    results = [_lint(*linter) for linter in commands(files(), fix).items()]
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
    """Return the command line of each linter that has anything to look at, by name."""
    scripts = paths.VENV / "bin"
    addon = [name for name in names if name.startswith(f"{paths.ADDON}/")]
    manifests = [name for name in addon if name.endswith("/__manifest__.py")]
    translations = [name for name in addon if name.endswith((".po", ".pot"))]
    pretty = [name for name in names if name.endswith(PRETTIER_SUFFIXES)]

    ruff = [scripts / "ruff"]
    pylint = [scripts / "pylint", "--rcfile=pyproject.toml", "-j2"]
    # Not file-not-used: demo data is read from tables by a hook.
    oca = [scripts / "oca-checks-odoo-module", "--disable=file-not-used"]
    oca_po = [scripts / "oca-checks-po", *(["--fix"] if fix else [])]
    prettier = [python.node(), PRETTIER, f"--plugin={PRETTIER_XML}", "--log-level=warn"]

    lines = {
        "ruff": [*ruff, "check", "--quiet", *(["--fix"] if fix else []), "."],
        "ruff format": [*ruff, "format", "--quiet", *([] if fix else ["--diff"]), "."],
        "pylint-odoo": manifests and [*pylint, paths.ADDON],
        "oca-checks": manifests and [*oca, *manifests],
        "oca-checks po": translations and [*oca_po, *translations],
        "prettier": pretty and [*prettier, "--write" if fix else "--check", *pretty],
    }
    return {name: line for name, line in lines.items() if line}


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
                "PYLINTHOME": str(paths.CACHE / "pylint"),
                "RUFF_CACHE_DIR": str(paths.CACHE / "ruff"),
            },
        )
    if done.returncode:
        console.say("\n".join(filter(None, [done.stdout.strip(), done.stderr.strip()])))
        console.say(
            f"{name} is not content. `make lint FIX=1` repairs what can be repaired.\n"
        )
    return done.returncode == 0


def _npm_environment():
    """Return variables that have npm keep its cache here, and Node trust the
    certificates of the system.
    """
    environment = {"npm_config_cache": paths.CACHE / "npm"}
    if CERTIFICATES.exists():
        environment[NODE_VARIABLE] = os.environ.get(NODE_VARIABLE, CERTIFICATES)
    return environment


def _install_prettier():
    npm = (
        python.node().parent.parent
        / "lib"
        / "node_modules"
        / "npm"
        / "bin"
        / "npm-cli.js"
    )
    with steps.replacing(NODE) as folder:
        (folder / "package.json").write_text("{}")
        options = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
        command = [
            python.node(),
            npm,
            "install",
            "--save=false",
            *options,
            *NODE_PACKAGES,
        ]
        try:
            shell.run(command, "npm", cwd=folder, env=_npm_environment())
        except Failure as failure:
            raise Failure(
                f"{failure}\nIs there a network? The same command goes on where it was."
            ) from failure
