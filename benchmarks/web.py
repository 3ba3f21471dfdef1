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
from collections.abc import Callable
from typing import NamedTuple

from odoo.tests import new_test_user

sys.path.insert(0, os.getcwd())  # the shell's own path has no place for the project
from benchmarks.web_client import MEASURED, RECORDS, Window  # noqa: E402
from benchmarks.web_dashboard import Dashboard  # noqa: E402
from benchmarks.web_data import World  # noqa: E402

PAIRS = int(os.environ.get("PAIRS") or "100000")
FEW = min(1000, PAIRS // 4)
ROUNDS = 9
DASHBOARD = "mentoring_program.spreadsheet_dashboard"
LATER = "(then the reasons)"
IN_TURN = "one by one"
QUICK = 0.02  # seconds; what takes no longer is not slow
PIPELINE = ("seller", "crm.crm_lead_action_pipeline", "kanban")
ASKED_A_THOUSAND = 3
ROOT = "mentoring_program.mentoring_menu_root"
LINE = "{:44}{:9}{:9}{:>8}{:>5}{:>11}{:>5}{:>7}  {}"


class Question(NamedTuple):
    """What the web client asks to show a screen, or a part of one."""

    env: object
    ask: Callable
    arguments: list  # one tuple for each time, in turn
    window: Window | None = None

    def take(self, turn):
        """Ask; return the seconds, the queries, and how many a calendar shows."""
        env, arguments = self.env, self.arguments[turn % len(self.arguments)]
        env.flush_all()
        env.invalidate_all()
        thread = threading.current_thread()
        thread.query_count = 0
        begin = time.perf_counter()
        self.ask(*arguments)
        seconds = time.perf_counter() - begin
        return seconds, thread.query_count, self.window.shown if self.window else 0


class Measured(NamedTuple):
    """A question asked in each round: the median of the seconds, the most queries."""

    seconds: float
    queries: int
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


def get_questions(env, users):
    """Return `{(who, action, view): Question}` and what is no window."""
    questions, others = {}, {}
    for who, user in users.items():
        own = env(user=user.id, context=user.with_user(user).context_get())
        windows, kinds = {PIPELINE[1]: env.ref(PIPELINE[1])}, ("kanban", "list")
        if who != PIPELINE[0]:
            windows, others[who] = get_windows(env, user)
            kinds = MEASURED
            dashboard = Dashboard(own, env.ref(DASHBOARD))
            for number, question in enumerate(dashboard.questions):
                key = who, DASHBOARD, number
                questions[key] = Question(own, dashboard.ask, [(question,)])
        for name, action in windows.items():
            window = Window(own, action.with_env(own).sudo())
            for kind in (one for one in kinds if one in window.archs):
                records = window.get_records() if kind == "form" else None
                asked = [(kind, record) for record in records or [None]]
                questions[who, name, kind] = Question(own, window.open, asked, window)
                if window.get_later(kind):
                    later = Question(own, window.open_later, [(kind,)])
                    questions[who, f"{name} {LATER}", kind] = later
    return questions, others


def measure(questions, rounds):
    """Return `{(who, action, view): Measured}`: all are asked once in each round, so
    that what else the machine does, and what it remembers, is the same for all.
    """
    for question in questions.values():
        question.take(0)  # what is cached for the whole process
    gc.collect()
    gc.freeze()
    asked = [
        [question.take(turn) for question in questions.values()]
        for turn in range(rounds)
    ]
    gc.unfreeze()
    measured = {}
    for key, takes in zip(questions, zip(*asked, strict=True), strict=True):
        times, queries, shown = zip(*takes, strict=True)
        measured[key] = Measured(statistics.median(times), max(queries), max(shown))
    return _sum_up_dashboards(measured)


def _sum_up_dashboards(measured):
    """Put the slowest of each dashboard's numbers, and all together, in their place."""
    screens = {key: one for key, one in measured.items() if key[1] != DASHBOARD}
    for who in dict.fromkeys(key[0] for key in measured.keys() - screens.keys()):
        each = [one for key, one in measured.items() if key[:2] == (who, DASHBOARD)]
        seconds, queries, __ = zip(*each, strict=True)
        slowest = Measured(max(seconds), max(queries), 0)
        screens[who, f"Dashboard: slowest of {len(each)}", "sheet"] = slowest
        together = Measured(sum(seconds), sum(queries), 0)
        screens[who, f"Dashboard: the {len(each)} {IN_TURN}", "sheet"] = together
    return screens


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
    questions, others = get_questions(env, users)
    few = measure(questions, RECORDS)
    world.grow(PAIRS - FEW)
    made = time.perf_counter() - begin
    print(f"{PAIRS:,} pairs after {made:,.0f} s", flush=True)
    many = measure(questions, ROUNDS)
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(
        f"{PAIRS:,} pairs, ready after {made:,.0f} s; {os.cpu_count()} cores, load "
        f"{load}; median of {ROUNDS}"
    )
    print(LINE.format("", "", "", f"{FEW:,}", "q.", f"{PAIRS:,}", "q.", "× crm", ""))
    base, complaints = many[PIPELINE].seconds, 0
    for key, taken in many.items():
        who, name, kind = key
        small = few[key]
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
