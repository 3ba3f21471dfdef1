"""The screens of the back office with few records and with many, beside crm's.

Runs in Odoo's shell, on a database of its own that has `crm` besides (`make
bench-web`): 100,000 pairs, 20,000 mentors, 200,000 contacts, as many leads as pairs.
All that the addon's menus open is asked for as the web client asks, as officer and as
manager, with few records and with many. Prints seconds and queries; the exit code is 1
when a screen asks the database more often with more records, or takes longer than crm's
pipeline.
"""

import gc
import os
import statistics
import sys
import threading
import time
from typing import NamedTuple

from odoo.tests import new_test_user

sys.path.insert(0, os.getcwd())  # the shell's own path has no place for the project
from benchmarks.web_client import MEASURED, Window  # noqa: E402
from benchmarks.web_dashboard import Dashboard  # noqa: E402
from benchmarks.web_data import World  # noqa: E402

PAIRS = int(os.environ.get("PAIRS") or "100000")
FEW = min(1000, PAIRS // 4)
ROUNDS = 3
DASHBOARD = "mentoring_program.spreadsheet_dashboard"
LATER = "(then the reasons)"
IN_TURN = "one by one"
QUICK = 0.02  # seconds; what takes no longer is not slow
PIPELINE = ("seller", "crm.crm_lead_action_pipeline", "kanban")
ASKED_A_THOUSAND = 3
ROOT = "mentoring_program.mentoring_menu_root"
LINE = "{:44}{:9}{:9}{:>8}{:>5}{:>11}{:>5}{:>7}  {}"


class Measured(NamedTuple):
    """A view that was opened: the median of the seconds, the most queries."""

    seconds: float
    queries: int
    records: list  # that the form was opened for
    shown: int  # by a calendar


def make_users(env):
    """Return the people who open the screens."""
    groups = {
        "officer": "mentoring_program.group_officer",
        "manager": "mentoring_program.group_manager",
        "seller": "sales_team.group_sale_salesman_all_leads",
    }
    return {
        name: new_test_user(env, name, f"base.group_user,{group}", name=name)
        for name, group in groups.items()
    }


def get_windows(env, user):
    """Return `{name: action}` of all that the addon's menus open, and what isn't a
    window.
    """
    menus = env["ir.ui.menu"].with_user(user)
    menus = menus.search([("id", "child_of", env.ref(ROOT).id)])._filter_visible_menus()
    visible = {str(number) for number in menus.ids}
    windows, others = {}, []
    for menu in menus.filtered("action"):
        # Odoo looks at each menu by itself; one below a hidden one is not shown.
        if not visible.issuperset(menu.parent_path.strip("/").split("/")):
            continue
        name = menu.complete_name.removeprefix("Mentoring/")
        action = menu.action
        if action._name == "ir.actions.server":
            answer = action.with_user(user).run() or {}
            action = env["ir.actions.act_window"].browse(answer.get("id"))
        if action._name == "ir.actions.act_window" and action.exists():
            windows[name] = action
        else:
            others.append(name)
    return windows, others


def ask(window, kind, record):
    """Return the seconds and the queries of a view that is opened."""
    return ask_with(window.Model.env, window.open, kind, record)


def ask_with(env, function, *arguments):
    env.flush_all()
    env.invalidate_all()
    thread = threading.current_thread()
    thread.query_count = 0
    begin = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - begin, thread.query_count


def measure(env, users, rounds, known=None):
    """Return `{(who, action, view): Measured}` and what can't be measured.

    :param known: what was measured before: forms are opened for the same records
    """
    measured, others = {}, {}
    for who, user in users.items():
        windows = {PIPELINE[1]: env.ref(PIPELINE[1])}
        if who != PIPELINE[0]:
            windows, others[who] = get_windows(env, user)
        for name, action in windows.items():
            own = env(user=user.id, context=user.with_user(user).context_get())
            window = Window(own, action.with_env(own).sudo())
            kinds = MEASURED if who != PIPELINE[0] else ("kanban", "list")
            for kind in (one for one in kinds if one in window.archs):
                key = who, name, kind
                before = known and known.get(key)
                measured[key] = measure_view(window, kind, rounds, before)
                if window.get_later(kind):
                    measured[who, f"{name} {LATER}", kind] = measure_asking(
                        own, window.open_later, rounds, kind
                    )
    for who in ("officer", "manager"):
        own = env(user=users[who].id, context=users[who].context_get())
        measured.update(measure_dashboard(own, who, rounds))
    return measured, others


def measure_dashboard(env, who, rounds):
    """Measure the spreadsheet: the web client asks for each number by itself."""
    dashboard = Dashboard(env, env.ref(DASHBOARD))
    each = [
        measure_asking(env, dashboard.ask, rounds, question)
        for question in dashboard.questions
    ]
    together = Measured(
        sum(one.seconds for one in each), sum(one.queries for one in each), [], 0
    )
    slowest = Measured(
        max(one.seconds for one in each), max(one.queries for one in each), [], 0
    )
    return {
        (who, f"Dashboard: slowest of {len(each)}", "sheet"): slowest,
        (who, f"Dashboard: the {len(each)} {IN_TURN}", "sheet"): together,
    }


def measure_view(window, kind, rounds, before):
    """Measure a view; a form for several records."""
    records = [None] * rounds
    if kind == "form":
        records = before.records if before else window.get_records() or [None]
    ask(window, kind, records[0])  # what is cached for the whole process
    gc.collect()
    asked = [ask(window, kind, record) for record in records]
    times, queries = zip(*asked, strict=True)
    return Measured(statistics.median(times), max(queries), records, window.shown)


def measure_asking(env, function, rounds, *arguments):
    """Measure a function that asks the database."""
    function(*arguments)
    gc.collect()
    asked = [ask_with(env, function, *arguments) for __ in range(rounds)]
    times, queries = zip(*asked, strict=True)
    return Measured(statistics.median(times), max(queries), [], 0)


def judge(name, few, many, base):
    """Return what is wrong with a screen, in words."""
    words = []
    # A calendar shows all of its days; Odoo reads a thousand records at once.
    if many.queries > few.queries + ASKED_A_THOUSAND * (many.shown // 1000):
        words.append("more queries with more records")
    # The page is there before these, and shows each as it comes.
    if many.seconds > max(base, QUICK) and not name.endswith((LATER, IN_TURN)):
        words.append("slower than crm's pipeline")
    return ", ".join(words)


def run(env):
    users = make_users(env)
    begin = time.perf_counter()
    world = World(env, users["officer"], users["seller"])
    world.grow(FEW)
    print(f"{FEW:,} pairs after {time.perf_counter() - begin:,.0f} s", flush=True)
    few, others = measure(env, users, 1)
    world.grow(PAIRS - FEW)
    made = time.perf_counter() - begin
    print(f"{PAIRS:,} pairs after {made:,.0f} s", flush=True)
    many, others = measure(env, users, ROUNDS, few)
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(
        f"{PAIRS:,} pairs, ready after {made:,.0f} s; {os.cpu_count()} cores, load "
        f"{load}; median of {ROUNDS}"
    )
    print(LINE.format("", "", "", f"{FEW:,}", "q.", f"{PAIRS:,}", "q.", "× crm", ""))
    base, complaints = many[PIPELINE].seconds, 0
    for key, taken in many.items():
        who, name, kind = key
        small = few.get(key, taken)
        words = "" if who == PIPELINE[0] else judge(name, small, taken, base)
        complaints += bool(words)
        numbers = (
            f"{1000 * small.seconds:.0f} ms",
            small.queries,
            f"{1000 * taken.seconds:.0f} ms",
            taken.queries,
            f"{taken.seconds / base:.2f}",
        )
        print(LINE.format(name[:43], who, kind, *numbers, words or "well"))
    for who, names in others.items():
        print(*(f"{name} ({who}) is no window: not measured." for name in names))
    print(f"{complaints} of {len(many)} screens are too slow or not constant.")
    return 1 if complaints else 0


sys.exit(run(env))  # noqa: F821 (the shell's)
