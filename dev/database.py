"""Databases: a template with the addons that ours depends on, one with ours on top, and
quick copies of them.

Installing takes a minute, copying half a second. So there is one template for each list
of dependencies (`deps_…`), one for each state of the addon's files (`addon_…`), each
with or without demo data, and every test works on a copy:

    with postgres.running(), database.temporary(demo=True) as name:
        …  # a database of our own with the addon installed; it is dropped at the end

A copy that a killed process left behind is dropped by the next command (`sweep`). File
stores are copied as hard links: Odoo writes a stored file once, and never changes it.
"""

import contextlib
import fcntl
import os
import secrets
import shutil

from . import console, odoo, paths, postgres, shell, steps
from .console import Failure

EXTRA = ["payment_demo"]  # installed beside the dependencies: the demo payment provider
LANGUAGES = "en_US,fr_FR"  # without the first, English would be switched off
KEPT = 6  # how many templates of each kind are kept, newest first
# A file for each temporary database, locked by the process that uses it.
OWNERS = paths.HOME / "databases"

# Scripts and styles are built beforehand, so that the first page that anybody opens
# does not wait for them: all but those that no page of ours asks for.
NO_PAGES = [
    "api_doc.assets",
    "mail.assets_discuss_public_test_tours",
    "mail.assets_public",
    "web.assets_unit_tests",
    "web.assets_unit_tests_setup",
    "web.assets_web_dark",
    "web.tests_assets",
]
# Beside those that the pages name, those that their scripts ask for later on, and the
# styles of e-mails and PDFs; old browsers' prefixes are for wkhtmltopdf.
LATER_SCRIPTS = [
    "bus.websocket_worker_assets",
    "portal.assets_chatter",
    "web.assets_emoji",
]
LATER_STYLES = [
    "mail.assets_message_email",
    "portal.assets_chatter",
    "portal.assets_chatter_style",
]
PDF_STYLES = ["web.report_assets_common", "web.report_assets_pdf"]
PREWARM = f"""
qweb = env["ir.qweb"]
scripts, styles = qweb._get_bundles_to_pregenarate()
for bundle in scripts.difference({NO_PAGES}).union({LATER_SCRIPTS}):
    qweb._get_asset_bundle(bundle, css=False, js=True).js()
for bundle in styles.difference({NO_PAGES}).union({LATER_STYLES}):
    qweb._get_asset_bundle(bundle, css=True, js=False).css()
for bundle in {PDF_STYLES}:
    qweb._get_asset_bundle(bundle, css=True, js=False, autoprefix=True).css()
env.cr.commit()
"""


def dependencies():
    """Return the modules that a template holds."""
    return sorted({*odoo.manifest().get("depends", ["base"]), *EXTRA})


def dependency_template(demo):
    """Have the template with the dependencies; return its name."""
    odoo.ensure()
    key = steps.digest(
        *odoo.state(), *dependencies(), LANGUAGES, odoo.OPTIONS, _pinned()
    )
    name = _name("deps", key, demo)
    with steps.lock(name):
        if not exists(name):
            with (
                _step(
                    f"database with {len(dependencies())} addons that ours depends on",
                    demo,
                ),
                _building(name) as new,
            ):
                install(new, dependencies(), demo=demo)
            _drop_old_templates("deps")
    return name


def addon_template(demo):
    """Have the template with the addon as its files are now; return its name."""
    source = dependency_template(demo)
    name = _name("addon", addon_key(source, PREWARM), demo)
    with steps.lock(name):
        if not exists(name):
            with _step(f"database with {paths.ADDON}", demo), _building(name) as new:
                copy(source, new)
                install(new, [paths.ADDON], demo=demo)
                run_script(new, PREWARM)
            _drop_old_templates("addon")
    return name


def addon_key(*inputs):
    """Return a hash of the addon's files (but for its tests, which are not installed)
    and of `inputs`.
    """
    return steps.digest(
        steps.tree_digest(paths.ADDON_DIR, ignored=("__pycache__", "tests", "readme")),
        *inputs,
    )


@contextlib.contextmanager
def temporary(*, demo=False, addon=True, name=None):
    """Yield the name of a fresh copy, with the addon or only its dependencies, that is
    dropped at the end.
    """
    source = (addon_template if addon else dependency_template)(demo)
    sweep()
    name = name or f"test_{secrets.token_hex(4)}"
    with owned(name):
        drop(name)
        try:
            copy(source, name)
            yield name
        finally:
            drop_all(name)


@contextlib.contextmanager
def owned(name):
    """Mark the database as in use by this process: it is dropped by `sweep` if the
    process dies without doing so.
    """
    OWNERS.mkdir(parents=True, exist_ok=True)
    path = OWNERS / name
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(
                f"Another command is using the database {name}: name another one."
            ) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def sweep():
    """Drop the temporary databases of processes that are gone."""
    for path in list(OWNERS.glob("*")):
        with (
            contextlib.suppress(BlockingIOError, FileNotFoundError, Failure),
            owned(path.name),
        ):
            drop_all(path.name)
            for left in paths.SERVERS.glob(f"*{path.name}.*"):
                left.unlink()


def install(name, modules, *, demo=False, update=()):
    """Install `modules` in the database, which is made if it isn't there, and update
    those of `update`.
    """
    options = ["--with-demo"] if demo else []
    if modules:
        options += ["-i", ",".join(modules)]
    if update:
        options += ["-u", ",".join(update)]
    if not _has_languages(name):
        options.append(f"--load-language={LANGUAGES}")
    run_odoo(
        name,
        f"install-{name}",
        *options,
        "--stop-after-init",
        "--no-http",
    )
    if missing := [
        module for module in [*modules, *update] if not is_installed(name, module)
    ]:
        raise Failure(
            f"{', '.join(missing)} did not get installed: "
            f"see {paths.LOGS}/install-{name}.log."
        )


def _has_languages(name):
    """Say whether the languages are there: modules that come later bring their
    translations then, and those of all others needn't be read again.
    """
    if not exists(name) or postgres.sql("SELECT to_regclass('res_lang')", name) == [
        [""]
    ]:
        return False
    rows = postgres.sql("SELECT code FROM res_lang WHERE active", name)
    return set(LANGUAGES.split(",")) <= {code for (code,) in rows}


def is_installed(name, module):
    """Say whether the module is installed in the database."""
    return bool(
        postgres.sql(
            "SELECT 1 FROM ir_module_module "
            f"WHERE state = 'installed' AND name = '{module}'",
            name,
        )
    )


def run_odoo(name, log, *options, **keywords):
    """Run Odoo on the database with command line `options` until it ends, its output in
    the log file `log`.
    """
    config = odoo.configuration(paths.SERVERS / f"{log}.conf", db_name=name)
    try:
        shell.run(
            odoo.command("-c", config, *options),
            log,
            env=odoo.environment(),
            **keywords,
        )
    finally:
        config.unlink(missing_ok=True)


def copy(source, name):
    """Copy a database that nobody uses, with its file store; the database last, so
    that none is ever there without its files.
    """
    copy_filestore(source, name)
    postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def copy_filestore(source, name):
    """Have one database's stored files for another one too."""
    shutil.rmtree(filestore(name), ignore_errors=True)
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(name), copy_function=os.link)


def exists(name):
    """Say whether there is a database of that name."""
    return bool(postgres.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def drop(name):
    """Drop the database, even while it is in use, and its file store; fine if there is
    none.
    """
    postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def drop_all(name):
    """Drop the database and its copies for test workers (`NAME-gw0`)."""
    drop(name)
    databases = {other for (other,) in postgres.sql("SELECT datname FROM pg_database")}
    folders = {folder.name for folder in filestore(name).parent.glob(f"{name}-gw*")}
    for other in databases | folders:
        if other.startswith(f"{name}-gw"):
            drop(other)


def filestore(name):
    """Return the folder of the database's stored files."""
    return paths.DATA / "filestore" / name


def _step(title, demo):
    return console.step(f"{title}, {'with' if demo else 'without'} demo data")


@contextlib.contextmanager
def _building(name):
    """Yield another name to build under; what was built becomes `name` in one go at the
    end.
    """
    new = f"building_{name}"
    with owned(new):
        drop(new)
        try:
            yield new
            shutil.rmtree(filestore(name), ignore_errors=True)
            if filestore(new).exists():
                filestore(new).rename(filestore(name))
            postgres.sql(f'ALTER DATABASE "{new}" RENAME TO "{name}"')
        finally:
            drop(new)


def _drop_old_templates(kind):
    rows = postgres.sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{kind}\\_%' "
        f"ORDER BY oid DESC OFFSET {KEPT}"
    )
    for (name,) in rows:
        drop(name)


def run_script(name, script):
    """Run Python statements in Odoo's shell on the database: `env` is there, and
    nothing is committed by itself.
    """
    config = odoo.configuration(paths.SERVERS / f"shell-{name}.conf", db_name=name)
    try:
        shell.run(
            odoo.command("shell", "-c", config, "--no-http"),
            f"shell-{name}",
            env=odoo.environment(),
            text=script,
        )
    finally:
        config.unlink()


def _name(kind, key, demo):
    return f"{kind}_{key}{'_demo' if demo else ''}"


def _pinned():
    return (paths.ROOT / "requirements.txt").read_text()
