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
from odoo.tests import tagged

from ..logic import eligibility
from ..logic.facts import Applicant, Mentor, Policy
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


def one_a_code(broken):
    """Keep the first break of each rule."""
    first = {}
    for name, (code, *__) in broken.items():
        first.setdefault(code, name)
    return {name: broken[name] for name in first.values()}


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


class ApplicationDoors(PersonBreaks):
    """The ways to have an application advance, to where its rule does not let it."""

    state = None  # in which the applications are
    target = None  # that they must not reach
    action = None  # that would take them there

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.broken = cls._make_broken(cls.state)
        cls.newcomer = cls._make_member()
        cls.foreign = cls._make_application().signature_id

    def _get_straight_doors(self, application):
        """Those that the rule itself has to close."""
        vals = {"state": self.target}
        write = partial(self._rpc, application._name, "write", application.ids)
        doors = {
            **self._get_write_doors(application, vals),
            **self._get_action_doors(application, self.action),
            "write several": partial(write, {"note": "<p>x</p>", "city": "X", **vals}),
            "write dates": partial(write, {"decision_date": NOW, **vals}),
        }
        if self.target == "accepted":
            doors["server action"] = partial(self._run, ACCEPT, application)
        return doors

    def _get_crafted_doors(self, application):
        """Those that pretend something: they meet one sentence or another."""
        model, vals = application._name, {"state": self.target}
        write = partial(self._rpc, model, "write", application.ids)
        born = {
            "partner_id": self.newcomer.id,
            "program_id": application.program_id.id,
        }
        doors = {
            f"write {state}": partial(write, {"state": state})
            for state in ("waiting", "matched", "closed", "welcome")
        }
        for pretence in (
            {"fee_state": "paid"},
            {"blocking_count": 0, "fee_state": "none"},
            {"fee_waived_date": NOW},
            {"invoice_id": False},
            {"signature_id": self.foreign.id},
            {"partner_id": self.newcomer.id},
            {"match_ids": [Command.create({"state": "active"})]},
        ):
            name = " and ".join(pretence)
            doors[f"write {name}"] = partial(write, {**pretence, **vals})
            if "match_ids" not in pretence:
                row = {"id": application.id, **pretence, **vals}
                doors[f"import {name}"] = partial(self._import, model, row)
        return {**doors, **self._get_create_doors(model, {**born, **vals})}

    def _get_portal_doors(self, application):
        """Posts to pages that are there, with fields that are not."""
        base = f"/my/mentoring/applications/{application.id}"
        crafted = {
            "state": self.target,
            "program_id": str(application.program_id.id),
            "partner_id": str(self.newcomer.id),
            "signature_id": str(self.foreign.id),
            "fee_state": "paid",
            "invoice_id": "",
            "fee_waived_date": "2026-01-01",
            "application_id": str(application.id),
            "blocking_count": "0",
        }
        return {
            f"portal {path}": partial(self._post, f"{base}/{path}", **crafted)
            for path in ("steps/situation", "steps/review", "steps/sign")
        }

    def _try_straight(self, role, broken, keep=dict):
        """Try the doors that the rules close, or those of them that ``keep`` keeps."""
        for name, (code, application) in broken.items():
            [applicant] = application._get_judged()
            policy = application.program_id._get_policy()
            blocking = eligibility.against_acceptance(applicant, policy)
            sentence = self._check_isolated(blocking, code)
            self._enter(role, application.partner_id if role == "member" else None)
            doors = keep(self._get_straight_doors(application))
            self._knock(doors, shut(self, sentence), rule=name)

    def _try_crafted(self, role, broken):
        for name, (__, application) in broken.items():
            self._enter(role, application.partner_id if role == "member" else None)
            doors = self._get_crafted_doors(application)
            self._knock(doors, self.assertSentence, rule=name)

    def _try_portal(self, role, broken):
        """Those who are not the member have no page of it."""
        for name, (__, application) in broken.items():
            self._enter(role)
            doors = self._get_portal_doors(application)
            self._knock(doors, self.assertNoPage, rule=name)

    def _try_all(self, role):
        """Every rule at the main doors, every door with one rule."""
        one = dict(list(self.broken.items())[:1])
        self._try_straight(role, one_a_code(self.broken), keep=main)
        self._try_straight(role, one)
        self._try_crafted(role, one)
        if role != "member":
            self._try_portal(role, one)


@tagged("post_install", "-at_install")
class TestAcceptanceDoors(ApplicationDoors):
    """Rules on a person, at acceptance: E1, E2, E3, P5, P7, C2, S2, E7, P9, D6."""

    state = "submitted"
    target = "accepted"
    action = "action_accept"

    def test_outsiders_do_not_accept(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: who has no rights has no door."""
        for role in OUTSIDERS:
            self._try_all(role)

    def test_members_do_not_accept_themselves(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: nor has the member herself."""
        self._try_all("member")

    def test_officers_do_not_accept(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: to an officer, the rule is told."""
        self._try_all("officer")
        self._try_straight("officer", one_a_code(self.broken))
        self._try_straight("officer", self.broken, keep=main)
        self._try_crafted("officer", one_a_code(self.broken))

    def test_managers_do_not_accept(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: a manager too has to override."""
        self._try_all("manager")

    def test_what_was_sent_is_not_sent_anew(self):
        """S2: the member's posts to pages that are over change nothing."""
        for name, (__, application) in one_a_code(self.broken).items():
            self._enter("member", application.partner_id)
            doors = self._get_portal_doors(application)
            self._knock(doors, lambda one: self.assertEqual(one.status, 303), rule=name)

    def test_one_who_may_not_stops_those_who_may(self):
        """E1: several at once are all accepted, or none is."""
        good = self._make_application()
        both = good | self.broken["out of post"][1]
        doors = {
            "action": partial(self._rpc, both._name, "action_accept", both.ids),
            "server action": partial(self._run, ACCEPT, both),
        }
        for role in OFFICERS:
            self._enter(role)
            self._knock(doors, saying(self, "Not in post"))

    def test_the_doors_open_when_no_rule_is_broken(self):
        """E1: so that it is the rules that keep them shut."""
        for door in self._get_straight_doors(self._make_application()):
            application = self._make_application()
            self.env.flush_all()
            self._enter("officer")
            with self.subTest(door=door):
                answer = self._get_straight_doors(application)[door]()
                self.assertIsNone(answer.kind, answer.said)
                application.invalidate_recordset()
                self.assertEqual(application.state, "waiting")

    def test_an_old_signature_serves_no_new_application(self):
        """S2: what is signed with one application is not lent to another."""
        old = self._make_application()
        signature, partner = old.signature_id, old.partner_id
        old.action_withdraw()
        self.env.flush_all()
        new = self._make_application(partner, "draft", signed=False)
        doors = self._get_write_doors(new, {"signature_id": signature.id})
        for role in OFFICERS:
            self._enter(role)
            self._knock(doors, saying(self, "S2"))


@tagged("post_install", "-at_install")
class TestSubmissionDoors(ApplicationDoors):
    """What must be in a questionnaire before it is sent: P5, C2, S2, all answers."""

    state = "draft"
    target = "submitted"
    action = "action_submit"

    @classmethod
    def _make_broken(cls, state):
        broken = {}
        for name, (code, vals) in cls._get_gaps().items():
            application = cls._make_application(state="draft")
            application.write(vals)
            broken[name] = code, application
        return broken

    def test_outsiders_do_not_submit(self):
        """E1, E2, E3, P5, C2, S2: who has no rights has no door."""
        for role in OUTSIDERS:
            self._try_all(role)

    def test_officers_do_not_submit_for_the_member(self):
        """E1, E2, E3, P5, C2, S2: what is missing is told."""
        for role in OFFICERS:
            self._try_all(role)
            self._try_straight(role, self.broken)

    def test_members_do_not_submit_by_rpc(self):
        """E1, E2, E3, P5, C2, S2: a member has the portal alone."""
        self._try_all("member")

    def test_members_do_not_send_what_is_incomplete(self):
        """E1, E2, E3, P5, C2, S2: the portal asks for what is missing."""
        for name, (__, application) in self.broken.items():
            self._enter("member", application.partner_id)
            ticks = ("", "0", "on") if name == "not signed" else ("1",)
            doors = {
                f"ticked “{tick}”": partial(self._post_signing, application, read=tick)
                for tick in ticks
            }
            self._knock(doors, self.assertAsked, rule=name)

    def assertAsked(self, answer):
        """Sent back to the step that lacks something, or told at the field."""
        self.assertIn(answer.status, (200, 303))
        if answer.status == 200:
            self.assertIn('id="errors"', answer.said)

    def _post_signing(self, application, **changes):
        charter = application.program_id._get_charter("mentee")
        form = {
            "charter_id": str(charter.id),
            "charter_lang": "en_US",
            "read": "1",
            "name": application.partner_id.name,
            "state": "accepted",
            "partner_id": str(self.newcomer.id),
            "signature_id": str(self.foreign.id),
            **changes,
        }
        path = f"/my/mentoring/applications/{application.id}/steps/sign"
        return self._post(path, **form)

    def test_what_a_member_sends_is_for_staff_to_accept(self):
        """E1, E2, E3, P7, S2: a wrong answer may be sent; no post has it accepted."""
        other = self._make_program()
        for name, (__, vals) in self._get_wrong_answers().items():
            application = self._make_application(state="draft", signed=False)
            application.write(vals)
            self._enter("member", application.partner_id)
            self._post_signing(
                application, program_id=str(other.id), override_ids="[[0, 0, {}]]"
            )
            application.invalidate_recordset()
            with self.subTest(rule=name):
                signer = application.signature_id.partner_id
                self.assertEqual(application.state, "submitted")
                self.assertEqual(signer, application.partner_id)
                self.assertEqual(application.program_id, self.program)
                self.assertFalse(application.override_ids or application.match_ids)

    def test_a_member_does_not_apply_for_another(self):
        """E7: a beginning belongs to the one who is logged in."""
        self._enter("stranger")
        self._post(
            "/my/mentoring/apply",
            program_id=str(self.program.id),
            partner_id=str(self.newcomer.id),
            state="waiting",
            signature_id=str(self.foreign.id),
        )
        Application = self.env["mentoring.application"]
        self.assertFalse(Application.search([("partner_id", "=", self.newcomer.id)]))
        mine = Application.search([("partner_id", "=", self.partner_stranger.id)])
        self.assertEqual(mine.state, "draft")
        self.assertFalse(mine.signature_id)


class PairBreaks(PersonBreaks):
    """Drafted pairs, each of which one rule keeps from being proposed."""

    @classmethod
    def _draft(cls, application, mentor):
        return cls._make_match(application, mentor, "draft")

    @classmethod
    def _make_person_pairs(cls):
        """``{name: (code, match)}``: of those whom the rules on a person stop."""
        broken = cls._make_broken("waiting")
        del broken["beginning not said"]  # breaks E4 too
        mentor = cls._make_mentor()
        others = {
            "not 8 years": {"experience_start": cls._years_ago(15)},
            "21 years": {"experience_start": cls._years_ago(28)},
            "fee open": {
                "program_ids": [Command.set(broken["fee open"][1].program_id.ids)]
            },
        }
        return {
            name: (
                code,
                cls._draft(
                    application,
                    cls._make_mentor(**others[name]) if name in others else mentor,
                ),
            )
            for name, (code, application) in broken.items()
        }

    @classmethod
    def _get_makers(cls):
        """``{name: (code, how to make)}``: ``(application, mentor)`` of each break."""
        with_mentor, written = cls._with_mentor, cls._with_mentor_written
        french = cls.env.ref("base.lang_fr").ids
        return {
            "gap of 4 years": with_mentor(
                "gap", experience_start=cls._years_ago(17, days=-1)
            ),
            "gap of 10 years and a month": with_mentor(
                "gap", experience_start=cls._years_ago(22, months=1)
            ),
            "gap not known": written("gap", experience_start=False),
            "level too low": with_mentor("level", level_id=cls._level("department")),
            "level not known": written("level", level_id=False),
            "has a mentor": ("one_mentor", cls._with_two_programs),
            "no place": ("places", cls._with_full_mentor),
            "never a place": with_mentor("places", capacity=0),
            "paused": with_mentor("available", state="paused"),
            "left": with_mentor("available", state="left"),
            "to be approved": with_mentor("available", state="submitted"),
            "archived": written("available", active=False),
            "other programme": written("available", program_ids=[Command.clear()]),
            "mentor not signed": ("mentor_charter", cls._with_unsigned_mentor),
            "no language": with_mentor("language", lang_ids=[Command.set(french)]),
            "the same person": ("another_person", cls._with_oneself),
            "same employer": with_mentor("other_employer", employer="BOIS CLAIR SA"),
            "employer before": with_mentor(
                "other_employer", past_employers="X\nBois-Clair"
            ),
            "not wanted by mentee": ("wanted", partial(cls._with_unwanted, "mentee")),
            "not wanted by mentor": ("wanted", partial(cls._with_unwanted, "mentor")),
            "refused before": ("not_refused", cls._with_refusal),
        }

    @classmethod
    def _with_mentor(cls, code, **vals):
        return code, lambda: (cls._make_mentee(), cls._make_mentor(**vals))

    @classmethod
    def _with_mentor_written(cls, code, **vals):
        """What a mentor lost only after having been approved."""

        def make():
            mentor = cls._make_mentor()
            mentor.write(vals)
            return cls._make_mentee(), mentor

        return code, make

    @classmethod
    def _make_mentee(cls, **vals):
        start = cls._years_ago(12)
        return cls._make_application(state="waiting", experience_start=start, **vals)

    @classmethod
    def _with_two_programs(cls):
        """The mentee has been proposed a mentor in another programme (M4)."""
        application = cls._make_mentee()
        program = cls._make_program()
        mentor = cls._make_mentor(program_ids=[Command.set(program.ids)])
        other = cls._make_application(
            application.partner_id, "waiting", program_id=program.id
        )
        cls._make_match(other, mentor, "proposed")
        return application, cls._make_mentor()

    @classmethod
    def _with_full_mentor(cls):
        mentor = cls._make_mentor(capacity=1)
        cls._make_match(mentor=mentor, state="proposed")
        return cls._make_mentee(), mentor

    @classmethod
    def _with_unsigned_mentor(cls):
        """A mentor of one programme who now serves another too (S2)."""
        program = cls._make_program()
        mentor = cls._make_mentor(program_ids=[Command.set(program.ids)])
        mentor.program_ids |= cls.program
        return cls._make_mentee(), mentor

    @classmethod
    def _with_oneself(cls):
        application = cls._make_mentee()
        return application, cls._make_mentor(application.partner_id)

    @classmethod
    def _with_unwanted(cls, side):
        application, mentor = cls._make_mentee(), cls._make_mentor()
        one, other = {
            "mentee": (application, mentor),
            "mentor": (mentor, application),
        }[side]
        one.unwanted_partner_ids = other.partner_id
        return application, mentor

    @classmethod
    def _with_refusal(cls):
        match = cls._make_match(state="declined")
        cls.env.flush_all()
        return match.application_id, match.mentor_id

    def _check_pair(self, match, code):
        """Check that ``code`` alone keeps the pair from being proposed."""
        findings = eligibility.against_proposal(*match._get_pair_facts())
        return self._check_isolated(findings, code)


@tagged("post_install", "-at_install")
class TestProposalDoors(PairBreaks):
    """Rules on a pair and, asked again, on the person, when a pair is proposed.

    E4, E5, M1, M4, M5, S2, D6; E1, E2, E3, P5, P7, C2, E7, P9.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.persons = cls._make_person_pairs()
        cls.pairs = {
            name: (code, cls._draft(*make()))
            for name, (code, make) in cls._get_makers().items()
        }
        # D6 is a rule on the pair too, with whatever mentor.
        cls.pairs["mentor stopped"] = cls.persons["mentor stopped"]

    def _get_straight_doors(self, match):
        """Those that the rule itself has to close."""
        vals = {"state": "proposed"}
        several = {"note": "<p>x</p>", "pinned": True}
        nested = {"match_ids": [Command.update(match.id, vals)]}
        return {
            **self._get_write_doors(match, vals),
            **self._get_action_doors(match, "action_propose"),
            "server action": partial(self._run, PROPOSE, match),
            "write several": partial(
                self._rpc, match._name, "write", match.ids, {**several, **vals}
            ),
            **{
                f"through {one._name}": partial(
                    self._rpc, one._name, "write", one.ids, nested
                )
                for one in (match.application_id, match.mentor_id)
            },
        }

    def _get_crafted_doors(self, match):
        """Those that pretend something: they meet one sentence or another."""
        both = {"mentor_answer": "accepted", "mentee_answer": "accepted"}
        active = {"state": "active", **both}
        born = {
            "application_id": match.application_id.id,
            "mentor_id": match.mentor_id.id,
        }
        doors = {
            "import active": partial(
                self._import, match._name, {"id": match.id, **active}
            ),
            "create active": partial(
                self._rpc, match._name, "create", [{**born, **active}]
            ),
            **self._get_create_doors(match._name, {**born, "state": "proposed"}),
            **self._get_crafted_parents(match, active),
        }
        for vals in (
            active,
            {"state": "ended", "outcome": "completed"},
            {"mentor_id": 0, "state": "proposed"},
            {"mentee_id": self.partner_mentee.id},
            {"program_id": 0, "state": "proposed"},
            {"company_id": 0, "state": "proposed"},
        ):
            name = " and ".join(vals)
            doors[f"write {name}"] = partial(
                self._rpc, match._name, "write", match.ids, vals
            )
        return doors

    def _get_crafted_parents(self, match, active):
        """Writes on the application and on the mentor of the pair."""
        application, mentor = match.application_id, match.mentor_id
        write = partial(self._rpc, application._name, "write", application.ids)
        write_mentor = partial(self._rpc, mentor._name, "write", mentor.ids)
        created = Command.create({"mentor_id": mentor.id, **active})
        return {
            "matched without a pair": partial(write, {"state": "matched"}),
            "closed": partial(write, {"state": "closed"}),
            "a pair with it": partial(write, {"match_ids": [created]}),
            "no place taken": partial(write_mentor, {"taken_places": 0}),
            "free places": partial(write_mentor, {"free_places": 9}),
        }

    def _get_portal_doors(self, match):
        """Nobody, not even the two, has a page of a draft."""
        crafted = {
            "side": "mentee",
            "reason": "-",
            "state": "active",
            "mentor_answer": "accepted",
            "mentee_answer": "accepted",
            "mentee_asked_date": "2026-01-01",
            "partner_id": str(match.mentee_id.id),
        }
        return {
            f"portal {path}": partial(
                self._post, f"/my/mentoring/pairs/{match.id}/{path}", **crafted
            )
            for path in ("accept", "decline", "sessions", "end")
        }

    def _enter_pair(self, role, match):
        partners = {"mentee": match.mentee_id, "mentor": match.mentor_partner_id}
        self._enter(role, partners.get(role))

    def _try_straight(self, role, broken, keep=dict):
        """Try the doors that the rules close, or those of them that ``keep`` keeps."""
        for name, (code, match) in broken.items():
            sentence = self._check_pair(match, code)
            self._enter_pair(role, match)
            doors = keep(self._get_straight_doors(match))
            self._knock(doors, shut(self, sentence), rule=name)

    def _try_crafted(self, role, broken):
        for name, (__, match) in broken.items():
            self._enter_pair(role, match)
            self._knock(self._get_crafted_doors(match), self.assertSentence, rule=name)

    def _try_portal(self, role, broken):
        for name, (__, match) in broken.items():
            self._enter_pair(role, match)
            self._knock(self._get_portal_doors(match), self.assertNoPage, rule=name)

    def _try_all(self, role):
        """Every rule at the main doors, every door with one rule."""
        one = dict(list(self.pairs.items())[:1])
        self._try_straight(role, one_a_code(self.pairs), keep=main)
        self._try_straight(role, one)
        self._try_crafted(role, one)
        self._try_portal(role, one)

    def test_every_hard_rule_is_tried(self):
        """A rule that is added without a break here is noticed."""
        applicant = Applicant(languages=frozenset({"en"}))
        mentor = Mentor(languages=frozenset({"fr"}))
        for findings, broken in (
            (eligibility.person_findings(applicant, Policy()), self.persons),
            (eligibility.pair_findings(applicant, mentor, Policy()), self.pairs),
        ):
            hard = {finding.code for finding in findings if finding.hard}
            self.assertEqual({code for code, __ in broken.values()}, hard)

    def test_outsiders_do_not_propose(self):
        """E4, E5, M1, M4, M5, S2, D6: who has no rights has no door."""
        for role in OUTSIDERS:
            self._try_all(role)

    def test_the_two_do_not_propose_themselves(self):
        """E4, E5, M1, M4, M5, S2, D6: nor have the two of the pair."""
        for role in ("mentee", "mentor"):
            self._try_all(role)
            self._try_portal(role, one_a_code(self.pairs))

    def test_officers_do_not_propose(self):
        """E4, E5, M1, M4, M5, S2, D6: to an officer, the rule is told."""
        self._try_all("officer")
        self._try_straight("officer", one_a_code(self.pairs))
        self._try_straight("officer", self.pairs, keep=main)
        self._try_crafted("officer", one_a_code(self.pairs))

    def test_managers_do_not_propose(self):
        """E4, E5, M1, M4, M5, S2, D6: a manager too has to override."""
        self._try_all("manager")

    def test_the_rules_on_the_person_are_asked_again(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: what changed after acceptance."""
        self._try_straight("officer", one_a_code(self.persons), keep=main)

    def test_the_ranking_proposes_nobody_whom_a_rule_excludes(self):
        """E4, E5, M1, M4, M5, S2, D6: also when the line is made by hand."""
        for name, (code, match) in one_a_code({**self.persons, **self.pairs}).items():
            sentence = self._check_pair(match, code)
            born = match.application_id.id, match.mentor_id.id
            match.unlink()
            self._enter("officer")
            doors = {"ranking": partial(self._propose_from_ranking, *born)}
            self._knock(doors, saying(self, sentence), rule=name)

    def _propose_from_ranking(self, application_id, mentor_id):
        ranking = self._rpc(
            "mentoring.ranking", "create", {"application_id": application_id}
        )
        line = self._rpc(
            "mentoring.ranking.line",
            "create",
            {"ranking_id": ranking.result, "mentor_id": mentor_id},
        )
        propose = partial(self._rpc, "mentoring.ranking.line", "action_propose")
        return propose([line.result], door="call_button")

    def test_a_run_publishes_no_pair_that_a_rule_excludes(self):
        """E4, E5, M1, M4, M5, S2, D6: nor one that was put in by hand."""
        for name, (code, match) in one_a_code(self.pairs).items():
            sentence = self._check_pair(match, code)
            self._enter("officer")
            run_id = self._make_run(match)
            run = self.env["mentoring.matching.run"].browse(run_id)
            doors = self._get_write_doors(run, {"state": "published"})
            self._knock(main(doors), self.assertSentence, rule=name)
            doors = self._get_action_doors(run, "action_publish")
            self._knock(main(doors), partial(self.assertTold, run, sentence), rule=name)

    def assertTold(self, run, sentence, answer):
        """Whoever publishes a run is told, at once or on the run."""
        seen = self._rpc(run._name, "read", run.ids).result
        self.assertIn(sentence, answer.said or str(seen))

    def _make_run(self, match):
        """A run that holds the pair, pinned, as an officer can make one by RPC."""
        rpc = partial(self._rpc, "mentoring.matching.run")
        vals = {
            "program_id": match.program_id.id,
            "application_ids": [Command.set(match.application_id.ids)],
            "mentor_ids": [Command.set(match.mentor_id.ids)],
        }
        run_id = rpc("create", vals).result
        pinned = [Command.link(match.id), Command.update(match.id, {"pinned": True})]
        rpc("write", [run_id], {"match_ids": pinned, "state": "computed"})
        match.invalidate_recordset()
        self.assertEqual(match.run_id.id, run_id)
        return run_id

    def test_the_doors_open_when_no_rule_is_broken(self):
        """M1: so that it is the rules that keep them shut."""
        for door in self._get_straight_doors(self.pairs["paused"][1]):
            match = self._draft(self._make_mentee(), self._make_mentor())
            self.env.flush_all()
            self._enter("officer")
            with self.subTest(door=door):
                answer = self._get_straight_doors(match)[door]()
                self.assertIsNone(answer.kind, answer.said)
                match.invalidate_recordset()
                self.assertEqual(match.state, "proposed")

    def test_how_a_pair_ended_is_not_rewritten(self):
        """D6: the stop after the first session stays, so it keeps its effect."""
        match = self._make_match()
        self._make_session(match, "done")
        match.action_stop_after_first("No.")
        vals = {"outcome": "agreement"}
        again = {**vals, "state": "ended"}
        doors = {
            **self._get_write_doors(match, vals),
            "with the state": partial(
                self._rpc, match._name, "write", match.ids, again
            ),
            **self._get_action_doors(match.application_id, "action_back_to_waiting"),
        }
        for role in OFFICERS:
            self._enter(role)
            self._knock(doors, self.assertSentence)


@tagged("post_install", "-at_install")
class TestAnswerDoors(DoorsCase):
    """A proposal is answered by each of the two, for nobody but oneself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair("proposed")

    def _answer(self, path, **form):
        return self._post(f"/my/mentoring/pairs/{self.match.id}/{path}", **form)

    def _get_crafted(self, side):
        return {
            "side": side,
            "state": "active",
            "mentor_answer": "accepted",
            "mentee_answer": "accepted",
            "mentee_asked_date": "2026-01-01 00:00:00",
            "partner_id": str(self.partner_mentee.id),
            "match_id": str(self.match.id),
            "reason": "-",
        }

    def test_nobody_else_answers(self):
        """M1, M4, M5: neither others nor staff; nor the mentee before being asked."""
        for role in (*OUTSIDERS, *OFFICERS, "other_mentee", "other_mentor", "mentee"):
            self._enter(role)
            doors = {
                path: partial(self._answer, path, **self._get_crafted("mentor"))
                for path in ("accept", "decline", "end", "stop", "extend", "sessions")
            }
            self._knock(doors, self.assertNoPage)

    def test_each_answers_for_oneself(self):
        """M1: whatever side a post pretends to be."""
        self._enter("mentor")
        self._answer("accept", **self._get_crafted("mentee"))
        self.match.invalidate_recordset()
        self.assertEqual(self.match.state, "proposed")
        self.assertEqual(self.match.mentor_answer, "accepted")
        self.assertFalse(self.match.mentee_answer)
        self._enter("mentee")
        self._answer("accept", **self._get_crafted("mentor"))
        self.match.invalidate_recordset()
        self.assertEqual(self.match.state, "active")


@tagged("post_install", "-at_install")
class TestOverrideDoors(PairBreaks):
    """A manager may let a rule pass, with a reason; never M4, M5, S2 nor the fee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Mentor = cls.env["mentoring.mentor"]
        unsigned = cls._make_application()
        unsigned.signature_id = False
        cls.blocked = cls._make_application(employment="out_of_post"), Mentor
        cls.never = {
            "charter": (unsigned, Mentor),
            "fee": (cls._make_unpaid("submitted"), Mentor),
            "one_mentor": cls._with_two_programs(),
            "places": cls._with_full_mentor(),
            "mentor_charter": cls._with_unsigned_mentor(),
            "another_person": cls._with_oneself(),
        }

    def _get_doors(self, code, application, mentor, **forged):
        """The ways to override ``code``; ``forged`` are further values to write."""
        vals = {"code": code, "reason": "Because.", "mentor_id": mentor.id, **forged}
        own = {**vals, "application_id": application.id}
        nested = {"override_ids": [Command.create(vals)]}
        write = partial(self._rpc, application._name, "write", application.ids)
        return {
            **self._get_create_doors("mentoring.override", own),
            "through the application": partial(write, nested),
            "with the state": partial(write, {**nested, "state": "accepted"}),
        }

    def _override_by_wizard(self, application, mentor, reason="Because."):
        rpc = partial(self._rpc, "mentoring.override.wizard")
        made = rpc(
            "create",
            {
                "application_id": application.id,
                "mentor_id": mentor.id,
                "reason": reason,
            },
        )
        if made.kind:
            return made
        return rpc("action_override", [made.result], door="call_button")

    def test_nobody_but_a_manager_overrides(self):
        """E1, S2, M4, M5: an officer does not, and who has no rights does not."""
        tried = {"in_post": self.blocked, "places": self.never["places"]}
        for role in ("officer", *OUTSIDERS, "mentee"):
            self._enter(role)
            for code, (application, mentor) in tried.items():
                doors = self._get_doors(code, application, mentor)
                doors["wizard"] = partial(self._override_by_wizard, application, mentor)
                self._knock(doors, self.assertDenied, code=code)

    def test_some_rules_nobody_overrides(self):
        """M4, M5, S2, P9: not even a manager, by whatever door."""
        self._enter("manager")
        for code, (application, mentor) in self.never.items():
            doors = self._get_doors(code, application, mentor)
            self._knock(doors, saying(self, "Nobody can override rule"), code=code)
            wizard = {"wizard": partial(self._override_by_wizard, application, mentor)}
            self._knock(wizard, saying(self, "nothing that could be"), code=code)

    def test_a_reason_is_asked_for(self):
        """E1: no door lets a manager override without saying why."""
        application, mentor = self.blocked
        self._enter("manager")
        for reason in ("", "  "):
            doors = self._get_doors("in_post", application, mentor, reason=reason)
            self._knock(doors, self.assertSentence, reason=reason)

    def test_who_when_and_why_are_not_forged(self):
        """E1: author, date, rule and fact are those of the moment."""
        forged = {
            "user_id": self.user_officer.id,
            "date": "2020-01-01 00:00:00",
            "rule": "P7",
            "finding": "All is well.",
            "fact": "[]",
        }
        self._enter("manager")
        for door in self._get_doors("in_post", *self.blocked):
            application = self._make_application(employment="out_of_post")
            doors = self._get_doors("in_post", application, self.blocked[1], **forged)
            self.env.flush_all()
            with self.subTest(door=door):
                answer = doors[door]()
                self.assertIsNone(answer.kind, answer.said)
                self._check_genuine(application)

    def _check_genuine(self, application):
        application.invalidate_recordset()
        [override] = application.override_ids
        self.assertEqual(override.user_id, self.user_manager)
        self.assertEqual(override.rule, "E1")
        self.assertEqual(override.finding, "Not in post at present.")
        self.assertGreater(override.date, fields.Datetime.now() - timedelta(hours=1))
        self.assertTrue(override.holds)

    def test_an_override_stays_as_it_was_given(self):
        """E1: nobody changes it, takes it back or moves it elsewhere."""
        application = self.blocked[0]
        override = self.env["mentoring.override"].create(
            {"application_id": application.id, "code": "in_post", "reason": "Soon."}
        )
        doors = self._get_action_doors(override, "unlink")
        for vals in (
            {"reason": "Another."},
            {"user_id": self.user_officer.id},
            {"code": "fee", "rule": "P9"},
            {"application_id": self.never["fee"][0].id},
        ):
            for door, knock in self._get_write_doors(override, vals).items():
                doors[f"{door} {vals}"] = knock
        for command in (
            Command.update(override.id, {"reason": "Another."}),
            Command.delete(override.id),
            Command.unlink(override.id),
            Command.clear(),
            Command.set([]),
        ):
            nested = {"override_ids": [command]}
            doors[f"{command} through the application"] = partial(
                self._rpc, application._name, "write", application.ids, nested
            )
        for role in (*OFFICERS, *OUTSIDERS):
            self._enter(role)
            self._knock(doors, self.assertSentence)


@tagged("post_install", "-at_install")
class TestFeeDoors(DoorsCase):
    """Who may say that a fee is settled: the invoice, or a manager with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.fee_product_id = cls.fee_product
        cls.application = cls._make_application(cls.partner_mentee, "draft")
        cls._make_membership(cls.partner_mentee)
        cls.application.action_submit()
        cls.application.action_accept()
        cls.other = cls._make_application(state="accepted")

    def _get_doors(self, vals):
        """The ways to write ``vals`` on an application, old or new."""
        application = self.application
        newcomer = {
            "partner_id": self.partner_stranger.id,
            "program_id": self.program.id,
        }
        waiting = {**vals, "state": "waiting"}
        return {
            **self._get_write_doors(application, vals),
            **self._get_create_doors(application._name, {**newcomer, **vals}),
            "with the state": partial(
                self._rpc, application._name, "write", application.ids, waiting
            ),
        }

    def _get_pretences(self):
        return {
            "paid": {"fee_state": "paid"},
            "no fee": {"fee_state": "none"},
            "no issue": {"fee_issue": "to_refund"},
            "no invoice": {"invoice_id": False},
            "invoice of another": {"invoice_id": self.other.invoice_id.id},
            "waived": {"fee_waived_date": NOW},
            "waived by another": {"fee_waived_by_id": self.user_manager.id},
            "waived with a reason": {
                "fee_waived_date": NOW,
                "fee_waived_by_id": self.user_manager.id,
                "fee_waiver_reason": "A friend.",
            },
        }

    def test_nobody_writes_where_the_fee_stands(self):
        """P9: neither staff, nor the treasurer, nor the member, by whatever door."""
        pretences = self._get_pretences()
        for role in OFFICERS:
            self._enter(role)
            for name, vals in pretences.items():
                self._knock(self._get_doors(vals), self.assertSentence, fee=name)
        for role in (*OUTSIDERS, "mentee"):
            self._enter(role)
            for name in ("paid", "no invoice", "waived"):
                doors = self._get_doors(pretences[name])
                self._knock(doors, self.assertSentence, fee=name)

    def test_nobody_goes_on_without_having_paid(self):
        """P9: the waiting list opens with the fee alone."""
        application = self.application
        doors = {
            **self._get_write_doors(application, {"state": "waiting"}),
            **self._get_action_doors(application, "action_back_to_waiting"),
        }
        private = self._get_action_doors(application, "_on_fee_paid")
        for role in (*OFFICERS, *OUTSIDERS, "mentee"):
            self._enter(role)
            self._knock(doors, shut(self, "is not settled yet"))
            self._knock(private, self.assertNoMethod)

    def assertNoMethod(self, answer):
        """Private methods are not for RPC; the text is Odoo's, for programmers."""
        self.assertTrue(answer.kind)
        self.assertLess(answer.status, 500)

    def test_a_waiver_is_a_managers_and_has_a_reason(self):
        """P9: by the button, RPC or an API key."""
        doors = self._get_action_doors(self.application, "action_waive_fee")
        self._enter("manager")
        self._knock(doors, saying(self, "Write the reason for the waiver first."))
        self.application.fee_waiver_reason = "A guest."
        for role in ("officer", *OUTSIDERS, "mentee"):
            self._enter(role)
            self._knock(doors, self.assertDenied)
        self._enter("manager")
        self.assertIsNone(doors["button"]().kind)
        self.application.invalidate_recordset()
        self.assertEqual(self.application.fee_waived_by_id, self.user_manager)
        self.assertEqual(self.application.state, "waiting")
        for role in OFFICERS:
            self._enter(role)
            vals = {"fee_waiver_reason": "Another."}
            later = self._get_write_doors(self.application, vals)
            self._knock(later, saying(self, "the reason stays as it is"))

    def test_an_invoice_that_stands_is_the_only_one(self):
        """P9: nobody is invoiced twice."""
        doors = self._get_action_doors(self.application, "action_invoice_fee")
        for role in (*OFFICERS, *OUTSIDERS):
            self._enter(role)
            self._knock(doors, shut(self, "The invoice stands"))

    def test_who_is_no_treasurer_touches_no_invoice(self):
        """P9: payments are not for the career centre to write."""
        invoice = self.application.invoice_id
        doors = self._get_write_doors(invoice, {"payment_state": "paid"})
        for action in ("button_draft", "button_cancel", "unlink"):
            for door, knock in self._get_action_doors(invoice, action).items():
                doors[f"{action} by {door}"] = knock
        for role in (*OFFICERS, "public", "stranger", "employee", "mentee"):
            self._enter(role)
            self._knock(doors, self.assertDenied)

    def test_only_a_manager_sets_what_the_programme_charges(self):
        """P9: taking the price away would free everybody."""
        for vals in ({"fee_product_id": False}, {"fee_timing": "before"}):
            doors = self._get_write_doors(self.program, vals)
            for role in ("officer", *OUTSIDERS, "mentee"):
                self._enter(role)
                self._knock(doors, self.assertDenied)

    def test_nobody_makes_a_member_by_hand(self):
        """E7, C1: neither an officer nor the member has a door to the membership."""
        partner = self.partner_mentee
        line = partner.member_line_ids[:1]
        longer = {"date_to": "2099-12-31"}
        another = {
            "partner_id": partner.id,
            "membership_id": line.membership_id.id,
            "state": "free",
            **longer,
        }
        doors = {
            **self._get_create_doors(line._name, another),
            **self._get_write_doors(line, longer),
            "free": partial(
                self._rpc, partner._name, "write", partner.ids, {"free_member": True}
            ),
        }
        for role in ("officer", "public", "stranger", "employee", "mentee"):
            self._enter(role)
            self._knock(doors, self.assertDenied)


@tagged("post_install", "-at_install")
class TestTwoProgrammes(DoorsCase):
    """Two programmes side by side: each has its own numbers, at the same doors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wide = cls._make_program(
            experience_years_min=5,
            experience_years_max=30,
            horizon_months=36,
            new_post_months=12,
            gap_years_min=2,
            gap_years_max=15,
        )

    def _get_doors(self, record, state, action):
        return {
            **self._get_write_doors(record, {"state": state}),
            **self._get_action_doors(record, action),
        }

    def _try_both(self, rule, make, target):
        """``make(programme)`` is refused in the strict one, and passes in the wide."""
        strict = make(self.program)
        self._enter("officer")
        self._knock(self._get_doors(strict, *target), saying(self, rule), rule=rule)
        for door in self._get_doors(strict, *target):
            record = make(self.wide)
            self.env.flush_all()
            with self.subTest(rule=rule, door=door):
                answer = self._get_doors(record, *target)[door]()
                self.assertIsNone(answer.kind, answer.said)
                record.invalidate_recordset()
                self.assertIn(record.state, ("waiting", "proposed"))

    def test_the_same_person_passes_in_one_only(self):
        """E2, E3: at the same doors, on the same day, with the same answers."""
        for rule, vals in (
            ("8 to 20 years", {"experience_start": self._years_ago(6)}),
            ("8 to 20 years", {"experience_start": self._years_ago(25)}),
            ("within 24 months", {"target_months": 30}),
            (
                "in the last 6 months",
                {"aim": "new_post", "new_post_date": self._years_ago(1)},
            ),
        ):
            self._try_both(
                rule,
                lambda program, vals=vals: self._make_application(
                    program_id=program.id, **vals
                ),
                ("accepted", "action_accept"),
            )

    def test_the_same_two_pass_in_one_only(self):
        """E4: a gap of 3 years, and one of 14."""
        for years in (15, 26):
            mentor = self._make_mentor(
                experience_start=self._years_ago(years),
                program_ids=[Command.set((self.program | self.wide).ids)],
                capacity=9,
            )
            self.wide.mentor_places = 9
            self._try_both(
                "years more experience",
                partial(self._make_draft, mentor),
                ("proposed", "action_propose"),
            )

    def _make_draft(self, mentor, program):
        application = self._make_application(
            state="waiting",
            program_id=program.id,
            experience_start=self._years_ago(12),
        )
        return self._make_match(application, mentor, "draft")

    def test_the_places_are_the_programmes(self):
        """M5: a mentor of many places has as many as each programme gives."""
        mentor = self._make_mentor(
            program_ids=[Command.set((self.program | self.wide).ids)], capacity=9
        )
        self.wide.mentor_places = 9
        for __ in range(2):
            self._make_match(
                self._make_application(state="waiting"), mentor, "proposed"
            )
        self._try_both(
            "All places are taken",
            partial(self._make_draft, mentor),
            ("proposed", "action_propose"),
        )
