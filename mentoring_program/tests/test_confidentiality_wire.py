"""C8, D3: over the wire, as browsers and programs ask; and in the members' requests."""

import io
import json
import re
import zipfile
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MentoringHttpCase
from .confidentiality_ways import SECRET, get_code
from .confidentiality_world import (
    ACTION,
    NOTES,
    ROLES,
    TEXTS,
    CanaryWorld,
    canary,
    listening,
)

JSON = {"Content-Type": "application/json"}
REQUESTS = {}
# What the two may use, and how many texts it tells: their own session and password.
# A key opens nothing, nor does code that is kept in the database.
OPEN_TO_THE_PAIR = {
    "call_read": 4,
    "call_search_read": 4,
    "session_page": 4,
    "my_data_page": 4,
    "my_data_file": 4,
    "remote_procedure_call": 8,
}
# What an automation rule can ask for in the name of whoever writes, on each model.
TRAPPED = {
    NOTES: "topics or one.retained or one.mentor_comment",
    ACTION: "name",
    "mentoring.session": "summary_ids.mapped('retained')",
}
TRAP = """
said = []
for one in (record, record.sudo(False), record.with_user(env.user)):
    for ask in (
        lambda: one.%(text)s,
        lambda: one.read(),
        lambda: one.copy_data(),
        lambda: dict(one._cache),
    ):
        try:
            said.append(str(ask()))
        except Exception as error:
            said.append(str(error))
env['ir.config_parameter'].sudo().set_param('trap.' + record._name, ' '.join(said))
"""


def request_way(function):
    REQUESTS[function.__name__] = function
    return function


def call(case, model, method, *args, **kwargs):
    params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
    return post(case, f"/web/dataset/call_kw/{model}/{method}", **params)


def post(case, path, **params):
    body = {"jsonrpc": "2.0", "method": "call", "params": params}
    return case.url_open(path, data=json.dumps(body), headers=JSON).text


@request_way
def call_read(case):
    return [call(case, *one, list(TEXTS[one[0]])) for one in case.targets("read")]


@request_way
def call_search_read(case):
    return [call(case, model, "search_read", [], list(TEXTS[model])) for model in TEXTS]


@request_way
def call_web(case):
    specs = {model: {name: {} for name in TEXTS[model]} for model in TEXTS}
    through = {"summary_ids": {"fields": specs[NOTES]}}
    return [
        *(call(case, *one, specs[one[0]]) for one in case.targets("web_read")),
        *(call(case, one, "web_search_read", [], specs[one]) for one in TEXTS),
        call(case, "mentoring.session", "web_read", case.meeting.ids, through),
    ]


@request_way
def call_groups(case):
    return [
        call(case, model, "formatted_read_group", [], [texts[0]], ["__count"])
        for model, texts in TEXTS.items()
    ]


@request_way
def call_names(case):
    return [call(case, model, "name_search", "") for model in TEXTS]


@request_way
def call_copy(case):
    return [call(case, *one) for one in case.targets("copy_data")]


@request_way
def call_private_method(case):
    return [call(case, *one) for one in case.targets("_read_out")]


@request_way
def export_files(case):
    said = []
    for kind in ("csv", "xlsx"):
        for model, texts in TEXTS.items():
            wanted = {
                "model": model,
                "fields": [{"name": name, "label": name} for name in texts],
                "ids": False,
                "domain": [],
                "import_compat": False,
                "context": {},
            }
            form = {
                "data": json.dumps(wanted),
                "csrf_token": Request.csrf_token(case),
            }
            content = case.url_open(f"/web/export/{kind}", data=form).content
            if zipfile.is_zipfile(io.BytesIO(content)):
                book = zipfile.ZipFile(io.BytesIO(content))
                content = [book.read(name) for name in book.namelist()]
            said.append(content)
    return said


@request_way
def files_of_the_fields(case):
    return [
        case.url_open(f"/web/{kind}/{model}/{ids[0]}/{TEXTS[model][0]}").text
        for model, __, ids in case.targets("")
        for kind in ("content", "image")
    ]


@request_way
def chatter(case):
    where = {"thread_model": NOTES, "thread_id": case.notes.id}
    session = {"thread_model": "mentoring.session", "thread_id": case.meeting.id}
    return [
        post(case, "/mail/thread/messages", **where),
        post(case, "/mail/thread/messages", **session),
        post(case, "/mail/message/post", post_data={"body": "?"}, **where),
        post(case, "/mail/data", fetch_params=["init_messaging"]),
        post(case, "/mail/inbox/messages"),
    ]


@request_way
def json_of_a_view(case):
    return [
        case.url_open(f"/json/1/{model}{part}?view_type={kind}").text
        for model, __, ids in case.targets("")
        for part, kind in (("", "list"), (f"/{ids[0]}", "form"))
    ]


@request_way
def debug_tools(case):
    return [call(case, *one) for one in case.targets("get_metadata")]


@request_way
def global_search(case):
    found = [
        post(case, "/web/domain/validate", model=NOTES, domain=[("retained", "!=", 0)])
    ]
    for model in ("mentoring.session", "mentoring.match", "res.partner"):
        found.append(call(case, model, "web_name_search", "canary", {"id": {}}))
    return found


@request_way
def session_page(case):
    return case.url_open(f"/my/mentoring/sessions/{case.meeting.id}").text


@request_way
def other_pages(case):
    session, match = case.meeting.id, case.match.id
    return [
        case.url_open(path).text
        for path in (
            f"/my/mentoring/sessions/{session}/invitation.ics",
            f"/my/mentoring/pairs/{match}",
            "/my/mentoring",
            "/my/mentoring/history",
        )
    ]


@request_way
def my_data_page(case):
    return case.url_open("/my/mentoring/data").text


@request_way
def my_data_file(case):
    return case.url_open("/my/mentoring/data.json").text


@request_way
def server_action(case):
    """Written, and run at once, by whoever may."""
    attempt = case._attempt("superuser", NOTES)
    values = {
        "name": "?",
        "state": "code",
        "code": get_code(attempt),
        "model_id": attempt.model_id("mentoring.session"),
    }
    made = json.loads(call(case, "ir.actions.server", "create", [values]))
    if "error" in made:
        return made
    context = {"active_model": "mentoring.session", "active_id": case.meeting.id}
    [action_id] = made["result"]
    return post(case, "/web/action/run", action_id=action_id, context=context)


@request_way
def remote_procedure_call(case):
    """By password, as programs do."""
    login = (case.env.cr.dbname, case.visitor.id, case.visitor.login)
    said = []
    for model, texts in TEXTS.items():
        args = (*login, model, "search_read", [[]], {"fields": list(texts)})
        said.append(
            post(case, "/jsonrpc", service="object", method="execute_kw", args=args)
        )
        try:
            said.append(case.xmlrpc_object.execute_kw(*args))
        except Exception as refusal:
            said.append(str(refusal))
    return said


@request_way
def json_api(case):
    """By key, without a session."""
    case.authenticate(None, None)
    key = (
        case.env["res.users.apikeys"]
        .with_user(case.visitor)
        .sudo()
        ._generate("rpc", "?", fields.Datetime.add(fields.Datetime.now(), days=1))
    )
    case.env.flush_all()
    return [
        case.url_open(
            f"/json/2/{model}/search_read",
            data=json.dumps({"domain": [], "fields": list(texts)}),
            headers={**JSON, "Authorization": f"bearer {key}"},
        ).text
        for model, texts in TEXTS.items()
    ]


@tagged("post_install", "-at_install")
class TestConfidentialityWire(CanaryWorld, MentoringHttpCase):
    """C8, D3."""

    _automated = True

    def targets(self, method):
        return [(NOTES, method, self.notes.ids), (ACTION, method, self.action.ids)]

    def _visit(self, role):
        self.visitor = self._user(role)
        if role == "public":
            self.authenticate(None, None)
        else:
            self._login(self.visitor)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_role_request(self):
        """Each role asks for everything; nobody is told, nor does the log tell."""
        leaks = []
        with listening() as log:
            for role in ROLES:
                self._visit(role)
                for name, ask in REQUESTS.items():
                    if self._tells(ask(self)):
                        leaks.append((role, name))
        self.assertEqual(leaks, [])
        self.assertFalse([line for line in log.lines if self._tells(line)])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_the_pair_is_told_in_person(self):
        """The positive control."""
        for role in ("mentee", "mentor"):
            self._visit(role)
            counts = {
                name: str(ask(self)).count(SECRET) for name, ask in REQUESTS.items()
            }
            for name in ("json_api", "server_action"):
                with self.subTest(role=role, request=name):
                    self.assertEqual(counts[name], 0)
            for name, least in OPEN_TO_THE_PAIR.items():
                with self.subTest(role=role, request=name):
                    self.assertGreaterEqual(counts[name], least)

    def test_after_the_end_their_page_still_shows_them(self):
        self.match.action_declare_end("mentee")
        self.match.action_declare_end("mentor")
        for role in ("mentee", "mentor"):
            self._visit(role)
            with self.subTest(role=role):
                self.assertGreaterEqual(session_page(self).count(SECRET), 4)

    @mute_logger("odoo.http")
    def test_while_the_key_is_lost_the_page_says_so(self):
        name = "odoo.addons.mentoring_program.models.sealed_text.KEY_FILE"
        with patch(name, "no.key"):
            self._visit("mentee")
            path = f"/my/mentoring/sessions/{self.meeting.id}"
            answer = self.url_open(path)
        self.assertLess(answer.status_code, 500)
        self.assertIn("key to the private notes is missing", answer.text)

    def _submit(self, path, **form):
        """Post a form of the page of the session, as whoever is logged in."""
        url = f"/my/mentoring/sessions/{self.session_id}"
        token = re.search(r'csrf_token" value="([^"]+)', self.url_open(url).text)
        return self.url_open(f"{url}/{path}", data={"csrf_token": token[1], **form})

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_what_an_administrator_has_set_up_hears_nothing(self):
        """Automation rules that run while the two write, in their own requests."""
        session = self._make_session(self.match, "done")
        self.session_id = session.id
        self._set_traps()
        since = self.env.cr.now()
        with listening() as log:
            self._visit("mentee")
            self._submit("notes", topics=canary("new"), retained=canary("new"))
            self._submit("actions", action=canary("new"))
            self._visit("mentor")
            self._submit("comment", mentor_comment=canary("new"))
            page = self.url_open(f"/my/mentoring/sessions/{session.id}").text
        self.env.invalidate_all()
        self.assertGreaterEqual(page.count(SECRET), 4, "the two write and read on")
        trapped = self._get_trapped()
        self.assertEqual(trapped.keys(), TRAPPED.keys(), "the rules have run")
        self.assertFalse(self._tells(trapped), trapped)
        saved = [one for one in log.lines if 'INTO "mentoring_session_summary"' in one]
        self.assertTrue(saved, "the log tells of every query")
        self.assertFalse([line for line in log.lines if self._tells(line)])
        self.assertDatabaseHoldsNothing()
        for role in ROLES:
            self.assertNothingToRead(role, since)

    @mute_logger("odoo.http", "odoo.addons.base_automation.models.base_automation")
    def test_a_webhook_is_sent_nothing(self):
        """No code runs for it; it reads in sudo, in the request of whoever writes."""
        self.session_id = self._make_session(self.match, "done").id
        Fields = self.env["ir.model.fields"]
        names = [Fields._get(NOTES, name).id for name in TEXTS[NOTES]]
        self._make_rule(
            NOTES,
            state="webhook",
            webhook_url="http://localhost:9/",
            webhook_field_ids=[Command.set(names)],
        )
        self._visit("mentee")
        with patch("requests.post") as sent:
            answer = self._submit("notes", retained=canary("new"))
            self.env.cr.postcommit.run()
        self.assertIn("opened for the two of them alone", answer.text)
        self.assertFalse(self._tells(sent.mock_calls))

    def _set_traps(self):
        """Have rules on notes, actions and sessions keep all that they can get at."""
        for model, text in TRAPPED.items():
            self._make_rule(model, state="code", code=TRAP % {"text": text})

    def _make_rule(self, model, **action):
        """A rule of an administrator: ``action`` whenever ``model`` is written."""
        env = self.env(user=self.user_settings)
        rule = env["base.automation"].create(
            {
                "name": "Trap",
                "model_id": env["ir.model"]._get_id(model),
                "trigger": "on_create_or_write",
            }
        )
        values = {"name": "Trap", "usage": "base_automation", **action}
        values["model_id"] = rule.model_id.id
        rule.action_server_ids = [Command.create(values)]
        env.flush_all()

    def _get_trapped(self):
        """Return ``{model: what its rule has kept}``."""
        kept = self.env["ir.config_parameter"].search([("key", "like", "trap.")])
        return {one.key.removeprefix("trap."): one.value for one in kept}
