"""Each hard rule, tried through every door as each role: nobody slips through.

A *break* is a record that one rule alone keeps from advancing; a *door* is a way in
which somebody could try: RPC with crafted values, a button, a server action, an
import, a post to the portal. After each try nothing may have changed, and the answer
is a sentence: the rule's own for those who may write the record, a refusal of access
for all the others.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import unescape

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import Request

from ..models.finding_sentences import finding_sentence
from .common import MentoringHttpCase

OFFICERS = ("officer", "manager")
OUTSIDERS = ("public", "stranger", "employee", "accountant", "administrator")
DENIED = {
    "odoo.exceptions.AccessError",
    "odoo.http.SessionExpiredException",
    "werkzeug.exceptions.Forbidden",
    "werkzeug.exceptions.Unauthorized",
}
REFUSED = {
    *DENIED,
    "import",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
}
# What nobody should ever read in an answer.
RAW = ("Traceback", "psycopg2", "bad query", "DETAIL:", "KeyError", "violates ")
ACCEPT = "mentoring_application_accept_action"
PROPOSE = "mentoring_match_propose_action"
NOW = "2026-11-01 10:00:00"  # a moment that somebody pretends
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}

# All that a try could have changed, and must not have.
FACTS = """
SELECT json_build_array(
    (SELECT json_agg(json_build_array(
        id, state, partner_id, program_id, signature_id, invoice_id, fee_state,
        fee_waived_date, fee_waived_by_id, waiting_date, decision_date,
        submitted_date) ORDER BY id) FROM mentoring_application),
    (SELECT json_agg(json_build_array(
        id, state, application_id, mentor_id, mentor_answer, mentee_answer,
        proposed_date, introduction_date, outcome) ORDER BY id) FROM mentoring_match),
    (SELECT json_agg(json_build_array(
        id, state, taken_places, capacity) ORDER BY id) FROM mentoring_mentor),
    (SELECT json_agg(json_build_array(
        id, application_id, code, user_id, reason, rule, fact) ORDER BY id)
        FROM mentoring_override),
    (SELECT json_agg(json_build_array(
        id, fee_product_id, fee_timing, experience_years_min, mentor_places)
        ORDER BY id) FROM mentoring_program),
    (SELECT count(*) FROM mentoring_charter_signature),
    (SELECT count(*) FROM membership_membership_line),
    (SELECT json_agg(json_build_array(id, state, payment_state) ORDER BY id)
        FROM account_move)
)::text
"""


@dataclass(frozen=True)
class Answer:
    """What a door answers: the HTTP status, the kind of error, what a person reads."""

    status: int
    kind: str | None = None
    said: str = ""
    result: object = None


class DoorsCase(MentoringHttpCase):
    """The roles, the doors, and what must hold after each try."""

    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_administrator = cls._make_user(
            "administrator", "Ada Admin", "base.group_user,base.group_system"
        )
        cls.today = fields.Date.today()
        cls._keys = {}

    def setUp(self):
        super().setUp()
        # What is refused in a sentence is no error for the log either.
        self.enterContext(self.assertNoLogs("odoo", "ERROR"))
        self.env.flush_all()

    # Who tries

    def _enter(self, role, partner=None):
        """Log ``role`` in; a member is the one whose contact is ``partner``."""
        self.role = role
        before = getattr(self, "user", None)
        self.user = self._get_login(partner) if partner else self._get_role(role)
        if self.user == before:
            return
        if role == "public":
            self.authenticate(None, None)
        else:
            self._login(self.user)

    def _get_role(self, role):
        return getattr(self, f"user_{role}")

    def _get_login(self, partner):
        """Return the portal user of ``partner``, made when there is none."""
        if not partner.user_ids:
            login, vals = f"login{partner.id}", {"partner_id": partner.id}
            self._make_user(login, partner.name, "base.group_portal", **vals)
            self.env.flush_all()
        return partner.user_ids

    # The doors

    def _rpc(self, model, method, *args, door="call_kw", **kwargs):
        """Call a method as the web client does; ``call_button`` is what buttons use."""
        return self._ask(
            f"/web/dataset/{door}/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _run(self, xmlid, record):
        """Run a server action on ``record``, as the menu of a list does."""
        context = {
            "active_model": record._name,
            "active_id": record.ids[0],
            "active_ids": record.ids,
        }
        action_id = self.env.ref(f"mentoring_program.{xmlid}").id
        return self._ask(
            "/web/action/run", {"action_id": action_id, "context": context}
        )

    def _ask(self, url, params):
        body = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        response = self.url_open(url, json=body)
        answer = response.json()
        error = answer.get("error", {}).get("data", {})
        return Answer(
            response.status_code,
            error.get("name"),
            error.get("message", ""),
            answer.get("result"),
        )

    def _json2(self, model, method, **body):
        """Call a method with an API key, as other programs do."""
        headers = {}
        if self.role != "public":
            headers["Authorization"] = f"Bearer {self._get_key(self.user)}"
        response = self.url_open(
            f"/json/2/{model}/{method}", json=body, headers=headers
        )
        answer = response.json()
        if response.ok:
            return Answer(response.status_code, result=answer)
        return Answer(response.status_code, answer["name"], answer["message"])

    def _get_key(self, user):
        if user not in self._keys:
            Key = self.env(user=user)["res.users.apikeys"].sudo()
            expires = fields.Datetime.now() + timedelta(days=1)
            self._keys[user] = Key._generate("rpc", "Doors", expires)
            self.addCleanup(self._keys.pop, user)
        return self._keys[user]

    def _import(self, model, vals):
        """Import one row, as Odoo's import screen does; records go by their ids."""
        columns = [self._get_column(model, name) for name in vals]
        values = ["" if value is False else value for value in vals.values()]
        text = "\n".join(
            ",".join(f'"{cell}"' for cell in row) for row in (columns, values)
        )
        try:
            with self.env.cr.savepoint():
                Wizard = self.env["base_import.import"].with_user(self.user)
                wizard = Wizard.create(
                    {"res_model": model, "file": text.encode(), "file_type": "text/csv"}
                )
                result = wizard.execute_import(columns, columns, dict(OPTIONS))
                self.env.flush_all()
        except UserError as error:
            return Answer(200, f"odoo.exceptions.{type(error).__name__}", str(error))
        finally:
            self.env.invalidate_all()
        said = "\n".join(str(one["message"]) for one in result["messages"])
        return Answer(200, "import" if said else None, said)

    def _get_column(self, model, name):
        if name == "id":
            return ".id"
        is_record = self.env[model]._fields[name].type == "many2one"
        return f"{name}/.id" if is_record else name

    def _post(self, url, **form):
        """Post to the portal as a browser does; what follows is not looked at."""
        form["csrf_token"] = Request.csrf_token(self)
        response = self.url_open(url, data=form, allow_redirects=False)
        return Answer(response.status_code, None, unescape(response.text))

    # Sets of doors: ``{name: how to knock}``

    def _get_write_doors(self, record, vals):
        """The ways to write ``vals`` on ``record``."""
        model, ids = record._name, record.ids
        return {
            "write": partial(self._rpc, model, "write", ids, vals),
            "save": partial(self._rpc, model, "web_save", ids, vals, specification={}),
            "json2 write": partial(self._json2, model, "write", ids=ids, vals=vals),
            "import": partial(self._import, model, {"id": record.id, **vals}),
        }

    def _get_create_doors(self, model, vals):
        """The ways to make a record with ``vals``."""
        return {
            "create": partial(self._rpc, model, "create", [vals]),
            "save a new one": partial(
                self._rpc, model, "web_save", [], vals, specification={}
            ),
            "json2 create": partial(self._json2, model, "create", vals_list=[vals]),
            "import a new one": partial(self._import, model, vals),
        }

    def _get_action_doors(self, record, action):
        """The ways to call ``action`` on ``record``."""
        model, ids = record._name, record.ids
        return {
            "action": partial(self._rpc, model, action, ids),
            "button": partial(self._rpc, model, action, ids, door="call_button"),
            "json2 action": partial(self._json2, model, action, ids=ids),
        }

    # What must hold

    def _get_facts(self):
        self.env.flush_all()
        self.env.cr.execute(FACTS)
        return self.env.cr.fetchone()[0]

    def _knock(self, doors, check, **labels):
        """Knock at each door; nothing changes, and ``check`` likes the answer."""
        before = self._get_facts()
        for door, knock in doors.items():
            with self.subTest(role=self.role, door=door, **labels):
                answer = knock()
                self.assertEqual(self._get_facts(), before)
                check(answer)

    def assertSentence(self, answer):
        """Refused, in words that a person may read."""
        self.assertLess(answer.status, 500, answer.said)
        self.assertIn(answer.kind, REFUSED, answer.said)
        self.assertTrue(answer.said.strip())
        for raw in RAW:
            self.assertNotIn(raw, answer.said)

    def assertSays(self, answer, *sentences):
        """Refused with one of ``sentences``, if there are any."""
        self.assertSentence(answer)
        if sentences:
            self.assertTrue(
                any(one in answer.said for one in sentences), (answer.said, sentences)
            )

    def assertShut(self, answer, *sentences):
        """The rule closes the door for officers; for the others, there is none."""
        if self.role in OFFICERS:
            self.assertSays(answer, *sentences)
        else:
            self.assertSentence(answer)
            self.assertDenied(answer)

    def assertDenied(self, answer):
        if answer.kind == "import":
            self.assertIn("not allowed to", answer.said)
        else:
            self.assertIn(answer.kind, DENIED, answer.said)

    def assertNoPage(self, answer):
        """The portal has no such page for this visitor."""
        self.assertEqual(answer.status, 303 if self.role == "public" else 404)

    def _get_sentences(self, findings):
        return [finding_sentence(self.env, finding) for finding in findings]

    def _check_isolated(self, findings, code):
        """Check that the record breaks the rule ``code`` alone; return its sentence."""
        # Who seeks a job aims for no greater responsibility either.
        also = ["responsibility"] if code == "not_a_job_search" else []
        self.assertEqual([finding.code for finding in findings], [*also, code])
        return finding_sentence(self.env, findings[-1])

    # Dates and levels

    @classmethod
    def _years_ago(cls, years, **more):
        return cls.today - relativedelta(years=years, **more)

    @classmethod
    def _level(cls, name):
        return cls.env.ref(f"mentoring_program.level_{name}").id


def shut(case, *sentences):
    """The check that a door is shut by a rule, which says one of ``sentences``."""
    return lambda answer: case.assertShut(answer, *sentences)


def saying(case, *sentences):
    """The check that an answer holds one of ``sentences``."""
    return lambda answer: case.assertSays(answer, *sentences)


def main(doors):
    """Keep the doors that most people use."""
    return {name: doors[name] for name in ("save", "button", "import") if name in doors}


def in_turn(turn, doors):
    """Keep one of the doors that most people use."""
    several = list(main(doors).items())
    return dict([several[turn % len(several)]])


def one_a_code(broken):
    """Keep the first break of each rule."""
    first = {}
    for name, (code, *__) in broken.items():
        first.setdefault(code, name)
    return {name: broken[name] for name in first.values()}


def others(broken):
    """Keep the further breaks of rules that have several."""
    first = one_a_code(broken)
    return {name: one for name, one in broken.items() if name not in first}


class PersonBreaks(DoorsCase):
    """Applications, each of which breaks one rule on a person."""

    @classmethod
    def _get_wrong_answers(cls):
        """``{name: (code, answers)}``: what staff decide on once it is submitted."""
        new_post = cls.today - relativedelta(months=6, days=1)
        return {
            "out of post": ("in_post", {"employment": "out_of_post"}),
            "not 8 years": (
                "experience",
                {"experience_start": cls._years_ago(8, days=-1)},
            ),
            "21 years": ("experience", {"experience_start": cls._years_ago(21)}),
            "too far off": ("responsibility", {"target_months": 25}),
            "no greater level": (
                "responsibility",
                {"target_level_id": cls._level("department")},
            ),
            "post too old": (
                "responsibility",
                {"aim": "new_post", "new_post_date": new_post},
            ),
            "job search": ("not_a_job_search", {"aim": "job_search"}),
        }

    @classmethod
    def _get_gaps(cls):
        """``{name: (code, answers)}``: what keeps it from being submitted at all."""
        return {
            "post not said": ("in_post", {"employment": False}),
            "beginning not said": ("experience", {"experience_start": False}),
            "months not said": ("responsibility", {"target_months": 0}),
            "no objective": ("objectives", {"objective_ids": [Command.clear()]}),
            "no expectation": ("written", {"expectations": " "}),
            "no motivation": ("written", {"motivations": False}),
            "not signed": ("charter", {"signature_id": False}),
        }

    @classmethod
    def _make_broken(cls, state):
        """``{name: (code, application)}`` of applications in ``state``."""
        broken = {}
        answers = {**cls._get_wrong_answers(), **cls._get_gaps()}
        for name, (code, vals) in answers.items():
            application = cls._make_application(state=state)
            application.write(vals)
            broken[name] = code, application
        broken["lapsed"] = "membership", cls._make_lapsed(state)
        broken["mentor stopped"] = "not_replaced", cls._make_stopped(state)
        broken["fee open"] = "fee", cls._make_unpaid(state)
        return broken

    @classmethod
    def _make_lapsed(cls, state):
        application = cls._make_application(state=state)
        lines = application.partner_id.member_line_ids
        lines.date_to = cls.today - timedelta(days=1)
        return application

    @classmethod
    def _make_stopped(cls, state):
        """An application of one whose mentor stopped after the first session (D6)."""
        match = cls._make_match()
        cls._make_session(match, "done")
        match._end("agreement")
        cls.env.flush_all()
        application = cls._make_application(match.mentee_id, state)
        cls.env.flush_all()
        # Afterwards: with it, this application would not have come this far.
        cls.env.cr.execute(
            "UPDATE mentoring_match SET outcome = 'stopped_first' WHERE id = %s",
            match.ids,
        )
        cls.env.invalidate_all()
        return application

    @classmethod
    def _make_unpaid(cls, state):
        """An application in a programme of its own, whose fee is due (P9)."""
        timing = "before" if state == "submitted" else "after"
        program = cls._make_program(fee_timing=timing)
        application = cls._make_application(program_id=program.id, state=state)
        program.fee_product_id = cls.fee_product
        if state == "waiting":
            application.invoice_id = cls.env["account.move"].create(
                {"move_type": "out_invoice", "partner_id": application.partner_id.id}
            )
        return application


class Tries:
    """Tries the doors of records, each of which breaks one rule.

    The class that takes this in says who enters for a record (``_enter_for``), which
    sentence its rule says (``_get_rule_sentence``), and which doors there are:
    ``_get_straight_doors``, ``_get_crafted_doors`` and ``_get_portal_doors``.
    """

    def _try_straight(self, role, broken, keep=dict):
        """Try the doors that the rules close, or those of them that ``keep`` keeps."""
        for name, (code, record) in broken.items():
            sentence = self._get_rule_sentence(record, code)
            self._enter_for(role, record)
            doors = keep(self._get_straight_doors(record))
            self._knock(doors, shut(self, sentence), rule=name)

    def _try_crafted(self, role, broken):
        for name, (__, record) in broken.items():
            self._enter_for(role, record)
            doors = self._get_crafted_doors(record)
            self._knock(doors, self.assertSentence, rule=name)

    def _try_portal(self, role, broken):
        """There is no such page for those who have no part in it."""
        for name, (__, record) in broken.items():
            self._enter_for(role, record)
            self._knock(self._get_portal_doors(record), self.assertNoPage, rule=name)

    def _try_all(self, role, broken):
        """Every door with one rule, and every rule at one of the main doors."""
        one, *more = one_a_code(broken).items()
        self._try_straight(role, dict([one]))
        self._try_crafted(role, dict([one]))
        if role != "member":  # who has a page of the own
            self._try_portal(role, dict([one]))
        for turn, another in enumerate(more):
            self._try_straight(role, dict([another]), keep=partial(in_turn, turn))
