from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .ir_actions_server import AUDIENCES
from .mentoring_mail_mixin import MANAGER_GROUP
from .mentoring_reminder import RULE_PREFIX
from .message_delays import DELAYS, NUMBERS

MODULE = "mentoring_program"
WORDS_VIEW = "mentoring_program.mail_template_view_form_words"
# In the order of a relation.
SUBJECTS = {
    "mentoring.application": "application",
    "mentoring.mentor": "mentor",
    "mentoring.match": "match",
    "mentoring.session": "session",
    "mentoring.reminder": "reminder",
    "mentoring.news": "news",
}


class MentoringMessage(models.Model):
    """A message that goes out by itself: what triggers it, to whom, how often it did.

    One for each action of an automated rule on the programme's records that sends an
    e-mail or tells staff; those that the association has added are there by themselves.
    """

    _name = "mentoring.message"
    _description = "Automated Message"
    _auto = False
    _order = "subject_order, id"
    _rec_name = "trigger"
    _depends = {
        "ir.actions.server": ["base_automation_id", "mentoring_muted", "template_id"],
        "base.automation": ["active"],
        "mail.message": ["date", "mentoring_action_id"],
        "mentoring.reminder": ["code", "sent_date", "side"],
    }

    action_id = fields.Many2one("ir.actions.server", readonly=True)
    automation_id = fields.Many2one("base.automation", readonly=True)
    # Rules are open to administrators only; all of the staff may read this of them.
    trigger = fields.Char(related="automation_id.name", string="When")
    template_id = fields.Many2one("mail.template", "Text", readonly=True)
    subject = fields.Selection(
        [
            ("application", "Application"),
            ("mentor", "Mentor"),
            ("match", "Pair"),
            ("session", "Session"),
            ("reminder", "Reminder"),
            ("news", "News"),
        ],
        string="About",
        readonly=True,
    )
    subject_order = fields.Integer(readonly=True, aggregator=None)
    audience = fields.Selection(AUDIENCES, string="To", readonly=True)
    delay = fields.Text("After How Long", compute="_compute_delay")
    mail_subject = fields.Char(related="template_id.subject", string="Mail Subject")
    mail_body = fields.Html(related="template_id.body_html", string="Mail Text")
    is_on = fields.Boolean("On", readonly=True)
    sent_count = fields.Integer("Sent", readonly=True)
    last_sent = fields.Datetime("Last Sent On", readonly=True)

    @property
    def _table_query(self):
        """Return the messages; e-mails are counted by the action that wrote them, what
        staff are told by the calendar by its reminders.
        """
        subjects = SQL(", ").join(
            SQL("(%s, %s, %s)", model, subject, number)
            for number, (model, subject) in enumerate(SUBJECTS.items())
        )
        return SQL(
            """
            WITH subject (model, name, number) AS (VALUES %s),
            mailed AS (
                SELECT mentoring_action_id, count(*), max(date) AS last
                  FROM mail_message
                 WHERE mentoring_action_id IS NOT NULL
                 GROUP BY mentoring_action_id
            ),
            reminded AS (
                SELECT data.res_id, count(*), max(reminder.sent_date) AS last
                  FROM mentoring_reminder reminder
                  JOIN ir_model_data data ON data.module = 'mentoring_program'
                   AND data.model = 'base.automation'
                   AND data.name = %s || reminder.code
                 WHERE reminder.side = 'staff'
                 GROUP BY data.res_id
            )
            SELECT action.id,
                   action.id AS action_id,
                   rule.id AS automation_id,
                   action.template_id,
                   subject.name AS subject,
                   subject.number AS subject_order,
                   action.mentoring_audience AS audience,
                   rule.active AND NOT COALESCE(action.mentoring_muted, false) AS is_on,
                   COALESCE(mailed.count, reminded.count) AS sent_count,
                   COALESCE(mailed.last, reminded.last) AS last_sent
              FROM ir_act_server action
              JOIN base_automation rule ON rule.id = action.base_automation_id
              JOIN ir_model model ON model.id = rule.model_id
              JOIN subject ON subject.model = model.model
              LEFT JOIN mailed ON mailed.mentoring_action_id = action.id
              LEFT JOIN reminded ON reminded.res_id = rule.id
             WHERE action.state = 'mail_post'
                OR action.mentoring_audience IS NOT NULL
            """,
            subjects,
            RULE_PREFIX,
        )

    def _compute_delay(self):
        """Tell after how long, by the numbers of each programme."""
        programs = self.env["mentoring.program"].search([("active", "=", True)])
        names = self._get_rule_names()
        for message in self:
            sentence = DELAYS.get(names.get(message.automation_id.id))
            told = self._describe_delay(sentence, programs) if sentence else []
            message.delay = "\n".join(told) or self.env._("At once")

    def _describe_delay(self, sentence, programs):
        """Return the sentence, once for all programmes whose numbers agree."""
        told = {}
        words = self.env._(sentence)
        for program in programs:
            numbers = {name: program[name] for name in NUMBERS}
            told.setdefault(words % numbers, []).append(program.name)
        if len(told) == 1:
            return list(told)
        return [
            self.env._(
                "%(programs)s: %(delay)s", programs=", ".join(names), delay=delay
            )
            for delay, names in told.items()
        ]

    def _get_rule_names(self):
        """Return ``{rule id: its name in the addon's data}``, for the addon's own."""
        # Only its name is read of a rule.
        found = self.automation_id.sudo()._get_external_ids()
        prefix = f"{MODULE}."
        return {
            rule_id: name.removeprefix(prefix)
            for rule_id, names in found.items()
            for name in names
            if name.startswith(prefix)
        }

    # What staff do with it

    def _check_manager(self):
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("A manager of the programme switches messages on and off.")
            )

    def action_switch(self):
        """Switch the message on, or off: its action alone, the rule goes on."""
        self._check_manager()
        for message in self:
            # A manager was checked for above; rules are otherwise the administrator's.
            action, rule = message.action_id.sudo(), message.automation_id.sudo()
            action.mentoring_muted = message.is_on
            if not message.is_on and not rule.active:
                rule.active = True
        self.invalidate_model()

    def action_open_text(self):
        """Open the text, to read or to reword it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.template",
            "res_id": self.template_id.id,
            "views": [(self.env.ref(WORDS_VIEW).id, "form")],
        }

    def action_compare(self):
        """Show the text beside the one that came with the addon."""
        self.ensure_one()
        comparison = self.env["mentoring.message.comparison"].create(
            {"template_id": self.template_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Yours and the original"),
            "res_model": comparison._name,
            "res_id": comparison.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_send_test(self):
        """Send the message as it would be about the latest record, to oneself alone."""
        self.ensure_one()
        user = self.env.user
        if not user.email:
            raise UserError(
                self.env._("Your user has no e-mail address to send it to.")
            )
        self._queue_test(user)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The test is on its way to %(email)s.", email=user.email
                ),
            },
        }

    def _queue_test(self, user):
        """Queue the message for ``user`` alone, outside any record's history."""
        values = self._render_example(user.lang)
        self.env["mail.mail"].sudo().create(
            {
                "subject": self.env._("[Test] %(subject)s", subject=values["subject"]),
                "body_html": values["body_html"],
                "email_from": values["email_from"],
                "email_to": user.email_formatted,
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _render_example(self, lang):
        """Return the message as it would be about the latest record that it is about.

        Where there is none yet, one is made, read, and undone.
        """
        savepoint = self.env.cr.savepoint()
        try:
            record = self._get_example()
            if not record:
                raise UserError(
                    self.env._(
                        "There is no record yet to try this message on: its words are "
                        "filled in from one."
                    )
                )
            return self._render(record, lang)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _render(self, record, lang):
        # As the automated rule writes it: of a record that this person may read.
        template = self.template_id.sudo().with_context(template_preview_lang=lang)
        wanted = ("subject", "body_html", "email_from")
        try:
            return template._generate_template(record.ids, wanted)[record.id]
        except UserError as error:
            sentence = self.env._(
                "These words can't be filled in from %(record)s. If they have been "
                "changed, compare them with the original."
            )
            raise UserError(sentence % {"record": record.display_name}) from error

    def _get_example(self):
        """Return the latest record that the rule is about, or else one of its kind."""
        Model = self.env[self.template_id.model]
        # Of the rule, only what its records have in common is read.
        rule = self.automation_id.sudo()
        domain = safe_eval(rule.filter_domain or "[]", rule._get_eval_context())
        found = Model.search(domain, order="id desc", limit=1)
        if not found and self.subject == "reminder":
            [name] = self._get_rule_names().values()
            return Model._make_example(name.removeprefix(RULE_PREFIX))
        return found or Model.search([], order="id desc", limit=1)
