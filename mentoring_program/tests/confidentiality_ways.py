"""The ways to a record's text that Odoo offers: a table of small functions.

Each takes an ``Attempt`` and returns all that it was told, or raises what refuses it.
``WAYS`` are for everybody; ``ADMIN_WAYS`` are made by whoever may configure Odoo.
"""

from odoo import Command
from odoo.exceptions import UserError

WAYS = {}
ADMIN_WAYS = {}
# Each private text begins and ends so. An attempt knows the beginning and searches for
# it; being told the end, or that the search was successful (HIT), is a leak.
HINT = "canary-7f3a"
SECRET = "secret-b81c"
HIT = "found-it"
PATHS = (
    ("mentoring.session", "summary_ids"),
    ("mentoring.match", "session_ids.summary_ids"),
    ("mentoring.application", "match_ids.session_ids.summary_ids"),
    ("mentoring.mentor", "match_ids.session_ids.summary_ids"),
)


class Attempt:
    """Somebody (``env``) after a private record: its ``texts`` are to be told.

    ``session`` is the meeting that the record is about, ``pair`` are the users.
    """

    def __init__(self, env, record, texts, session, pair):
        self.env = env
        self.record = record.with_env(env)
        self.model = self.record.browse()
        self.texts = texts
        self.text = texts[0]
        self.session = session.with_env(env)
        self.pair = pair
        self.spec = {name: {} for name in texts}
        self.hint = [(self.text, "ilike", HINT)]

    def model_id(self, name=None):
        return self.env["ir.model"]._get_id(name or self.record._name)


def way(function):
    WAYS[function.__name__] = function
    return function


def admin_way(function):
    ADMIN_WAYS[function.__name__] = function
    return function


# Views


@way
def views(a):
    return a.model.get_views([(False, "form"), (False, "list"), (False, "kanban")])


@way
def form(a):
    return a.record.web_read(a.spec)


@way
def list_view(a):
    return a.model.web_search_read([], a.spec)["records"]


@way
def form_of_the_session(a):
    notes = {name: {} for name in ("topics", "retained", "mentor_comment")}
    notes["action_ids"] = {"fields": {"name": {}, "display_name": {}}}
    return a.session.web_read({"summary_ids": {"fields": notes}})


@way
def onchange(a):
    return a.record.onchange({a.text: "?"}, [a.text], a.spec)


@way
def default_values(a):
    return a.model.default_get(list(a.texts))


# Reading


@way
def read(a):
    return a.record.read(a.texts)


@way
def search_read(a):
    return a.model.search_read([], a.texts)


@way
def search_fetch(a):
    return [[one[name] for name in a.texts] for one in a.model.search_fetch([])]


@way
def field_by_field(a):
    return a.record.mapped(lambda one: [one[name] for name in a.texts])


@way
def from_the_session(a):
    notes = a.session.summary_ids
    return [notes.mapped("retained"), notes.action_ids.mapped("name")]


@way
def sudo(a):
    """As all code of addons can."""
    return a.record.sudo().read(a.texts)


@way
def cache_of_another(a):
    """After one of the two has read it, in the same transaction."""
    a.record.with_user(a.pair[0]).read(a.texts)
    return [a.record.sudo()._cache[name] for name in a.texts] + [
        a.record[name] for name in a.texts
    ]


@way
def display_name(a):
    return [a.record.display_name, a.record.sudo().display_name]


@way
def name_search(a):
    return [a.model.name_search(""), a.model.web_name_search("", {"display_name": {}})]


@way
def copy(a):
    return a.record.copy_data()


@way
def export(a):
    return a.record.export_data([*a.texts, "display_name"])


@way
def export_of_the_session(a):
    return a.session.export_data(
        ["summary_ids/retained", "summary_ids/action_ids/name"]
    )


@way
def sql(a):
    """What a query of the database finds, whoever runs it."""
    a.env.cr.execute(f'SELECT t::text FROM "{a.record._table}" t')
    return a.env.cr.fetchall()


# Searching: a hit tells what stands there, even if no text is shown


@way
def search(a):
    return [HIT * bool(a.model.search(a.hint))]


@way
def search_as_superuser(a):
    found = a.model.sudo().search(a.hint)
    return [HIT * bool(found)]


@way
def search_through_others(a):
    found = []
    for model, path in PATHS:
        for text in ("retained", "action_ids.name"):
            for operator in ("ilike", "=like", "like"):
                value = f"%{HINT}%"
                domain = [(f"{path}.{text}", operator, value)]
                found += a.env[model].search(domain).ids
    return [HIT * bool(found)]


@way
def search_any(a):
    inner = [("retained", "ilike", HINT)]
    found = a.env["mentoring.session"].search([("summary_ids", "any", inner)])
    return [HIT * bool(found)]


@way
def grouping(a):
    return [
        a.model._read_group([], [a.text], ["__count"]),
        a.model._read_group([], [], [f"{a.text}:array_agg", f"{a.text}:max"]),
    ]


@way
def formatted_grouping(a):
    return [
        a.model.formatted_read_group([], [a.text], ["__count"]),
        a.model.web_read_group([], [a.text]),
    ]


@way
def domain_in_memory(a):
    return [HIT * bool(a.record.filtered_domain(a.hint))]


# Debug tools


@way
def metadata(a):
    return [a.record.get_metadata(), a.model.fields_get()]


# Messages, followers, activities


@way
def message_on_the_record(a):
    return a.record.message_post(body="?")


@way
def messages(a):
    fields = ["body", "subject", "preview", "record_name"]
    return a.env["mail.message"].search_read([("body", "!=", False)], fields, limit=200)


@way
def follower(a):
    a.session.message_subscribe(a.env.user.partner_id.ids)
    return [one.read() for one in a.session.message_ids]


@way
def tracked_values(a):
    return a.env["mail.tracking.value"].search_read([], limit=200)


@way
def mail_queue(a):
    return a.env["mail.mail"].search_read([], ["body_html", "subject"], limit=200)


@way
def activity(a):
    made = a.env["mail.activity"].create(
        {"res_model_id": a.model_id(), "res_id": a.record.id, "summary": "?"}
    )
    return [made.read(), made.res_name]


@way
def calendar(a):
    a.session.check_access("read")
    events = a.env["calendar.event"].search([("res_id", "=", a.session.id)])
    ics = a.session._get_invitation()
    return [events.read(["name", "description", "location"]), ics]


# Files


@way
def attachment(a):
    made = a.env["ir.attachment"].create(
        {"name": "?", "res_model": a.record._name, "res_id": a.record.id}
    )
    return made.read(["name", "res_name", "index_content"])


@way
def file_of_the_field(a):
    stream = a.env["ir.binary"]._get_stream_from(a.record, a.text)
    return stream.read()


# Filters and export lists


@way
def saved_filter(a):
    saved = a.env["ir.filters"].create(
        {"name": "?", "model_id": a.record._name, "domain": repr(a.hint)}
    )
    return [HIT * bool(a.model.search(saved._get_eval_domain()))]


# What an administrator makes

ASKING = {
    "plainly": "{record}.{text}",
    "in sudo": "{record}.sudo().{text}",
    "as the pair": "{record}.with_user({user}).{text}",
    "in the pair's environment": "{env}(user={user}, su=False)['{model}']"
    ".search([]).mapped('{text}')",
    "by reading": "{record}.with_user({user}).read(['{text}'])",
    "by format": "'{{0.{text}}}'.format({record}.with_user({user}))",
    "from the cache": "{record}.sudo()._cache['{text}']",
    # Errors quote the question: the answer must not stand in it.
    "by a filter": "{record}.with_user({user}).filtered("
    f"lambda one: '{HINT}' in one.{{text}}) and '{HIT[:3]}' + '{HIT[3:]}'",
    "by an export": "{record}.with_user({user}).export_data(['{text}'])",
    "by a copy": "{record}.with_user({user}).copy_data()",
}
SQL = "{env}.cr.execute('SELECT t::text FROM {table} t') or {env}.cr.fetchall()"


def get_questions(a, texts, users, env="env"):
    """Return expressions that ask for ``texts`` in every manner, as ``users``."""
    names = {"model": a.record._name, "table": a.record._table, "env": env}
    names["record"] = f"{env}['{a.record._name}'].browse({a.record.id})"
    questions = [
        asking.format(**names, text=text, user=user.id)
        for asking in ASKING.values()
        for text in texts
        for user in users
    ]
    return [*dict.fromkeys(questions), SQL.format(**names)]


def get_code(a):
    """Return code for a server action that asks everything; it answers ``said``."""
    questions = get_questions(a, a.texts, a.pair)
    asking = ", ".join(f"lambda: {question}" for question in questions)
    return f"""
said = []
for ask in [{asking}]:
    try:
        said.append(str(ask()))
    except Exception as error:
        said.append(str(error))
action = {{"said": said}}
"""


def make_action(a, **values):
    """An action on sessions: whoever may open these may run it."""
    made = a.env["ir.actions.server"].create(
        {"name": "?", "model_id": a.model_id("mentoring.session"), **values}
    )
    return made.with_context(
        active_model="mentoring.session",
        active_id=a.session.id,
        active_ids=a.session.ids,
    )


@admin_way
def code_of_a_server_action(a):
    said = make_action(a, state="code", code=get_code(a)).run()["said"]
    assert len(said) > len(ASKING), said
    return said


@admin_way
def multi_action(a):
    child = make_action(a, state="code", code=get_code(a))
    return make_action(a, state="multi", child_ids=[Command.set(child.ids)]).run()


@admin_way
def action_that_writes(a):
    """Copy the text to a field that staff read."""
    path = "record.summary_ids.retained"
    if a.record._name == "mentoring.action":
        path = "record.summary_ids.action_ids[:1].name"
    said = []
    for value in (path, path.replace("record.", "record.sudo().", 1)):
        action = make_action(
            a,
            state="object_write",
            update_path="match_id.note",
            evaluation_type="equation",
            value=value,
        )
        try:
            said.append(action.run())
        except (UserError, ValueError) as error:
            said.append(str(error))
    return [said, a.session.match_id.note]


@admin_way
def action_on_the_record(a):
    """Actions on the private model itself."""
    values = {"name": "?", "model_id": a.model_id()}
    context = {
        "active_model": a.record._name,
        "active_id": a.record.id,
        "active_ids": a.record.ids,
    }
    said = []
    for kind in (
        {"state": "code", "code": f"action = {{'said': record.{a.text}}}"},
        {"state": "code", "code": f"raise UserError(record.{a.text})"},
    ):
        action = a.env["ir.actions.server"].create({**values, **kind})
        try:
            said.append(action.with_context(**context).run())
        except (UserError, ValueError) as error:
            said.append(str(error))
    return said


@admin_way
def payload_of_a_webhook(a):
    action = make_action(a, state="webhook", webhook_url="http://localhost:9/")
    fields = a.env["ir.model.fields"]
    names = ("summary_ids", "match_id", "state")
    action.webhook_field_ids = fields.browse(
        fields._get("mentoring.session", name).id for name in names
    )
    private = make_action(
        a, state="webhook", webhook_url=action.webhook_url, model_id=a.model_id()
    )
    private.webhook_field_ids = fields.browse(
        fields._get(a.record._name, name).id for name in a.texts
    )
    # What would be sent of the record itself, and what is shown of any.
    sent = private.webhook_field_ids.mapped("name")
    return [
        action.webhook_sample_payload,
        private.webhook_sample_payload,
        a.record.sudo().read(sent, load=None),
    ]


@admin_way
def scheduled_job(a):
    job = a.env["ir.cron"].create(
        {
            "name": "?",
            "model_id": a.model_id("mentoring.session"),
            "state": "code",
            "code": f"{get_code(a)}\nenv['ir.config_parameter'].set_param"
            "('said', ' '.join(said))",
            "active": False,
        }
    )
    job.ir_actions_server_id.run()
    return a.env["ir.config_parameter"].sudo().get_param("said")


@admin_way
def mail_template(a):
    """Bodies and subjects: of the record plainly, and whatever else can be asked."""
    asking = get_questions(a, a.texts[:1], a.pair[:1], "object.env")
    plain = [f"object.{a.text}", f"object.sudo().{a.text}"]
    said = []
    for record, questions in ((a.record, plain), (a.session, asking)):
        template = a.env["mail.template"].create(
            {"name": "?", "model_id": a.model_id(record._name)}
        )
        for question in questions:
            # Inline expressions stand between braces of their own.
            quoted = question.replace("{", "").replace("}", "")
            for name, body in (
                ("subject", "{{ " + quoted + " }}"),
                ("body_html", f'<t t-out="{question}" />'),
            ):
                try:
                    with a.env.cr.savepoint():
                        template[name] = body
                        said += template._render_field(name, record.ids).values()
                except (UserError, ValueError) as error:
                    said.append(str(error))
    return said


@admin_way
def composer(a):
    composed = a.env["mail.compose.message"].create(
        {
            "model": a.record._name,
            "res_ids": repr(a.record.ids),
            "composition_mode": "mass_mail",
            "body": f'<t t-out="object.{a.text}" />',
            "subject": "{{ object." + a.text + " }}",
        }
    )
    return composed._prepare_mail_values(a.record.ids)


@admin_way
def report(a):
    name = f"mentoring_program.leak_{a.record._table}_{a.env.uid}"
    view = a.env["ir.ui.view"].create(
        {
            "name": name,
            "key": name,
            "type": "qweb",
            "arch": f'<main><p t-foreach="docs" t-as="one" t-out="one.{a.text}" />'
            f'<p t-foreach="docs.sudo()" t-as="one" t-out="one.{a.text}" /></main>',
        }
    )
    a.env["ir.model.data"].create(
        {
            "module": "mentoring_program",
            "name": name.partition(".")[2],
            "model": "ir.ui.view",
            "res_id": view.id,
        }
    )
    made = a.env["ir.actions.report"].create(
        {
            "name": "?",
            "model": a.record._name,
            "report_type": "qweb-html",
            "report_name": name,
        }
    )
    return a.env["ir.actions.report"]._render_qweb_html(made, a.record.ids)[0]


@admin_way
def template_of_a_page(a):
    return a.env["ir.qweb"]._render(
        a.env["ir.ui.view"]
        .create(
            {
                "name": "?",
                "type": "qweb",
                "arch": f'<p t-out="one.with_user({a.pair[0].id}).{a.text}" />',
            }
        )
        .id,
        {"one": a.record.sudo()},
    )


@admin_way
def default_from_the_record(a):
    """A default of another model can hold what a text says, if it can be read."""
    a.env["ir.default"].set("mentoring.session", "place", a.record.sudo()[a.text])
    return a.env["mentoring.session"].default_get(["place"])


@admin_way
def rules_and_rights(a):
    """Switch the rules off, write one that lets all pass, give oneself the rights."""
    a.env["ir.rule"].search([("model_id", "=", a.model_id())]).active = False
    a.env["ir.rule"].create(
        {"name": "?", "model_id": a.model_id(), "domain_force": "[(1, '=', 1)]"}
    )
    a.env["ir.model.access"].create(
        {
            "name": "?",
            "model_id": a.model_id(),
            "group_id": a.env.ref("base.group_user").id,
            **dict.fromkeys(
                ("perm_read", "perm_write", "perm_create", "perm_unlink"), True
            ),
        }
    )
    return [a.model.search_read([], a.texts), a.record.read(a.texts)]
