from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import html2plaintext

from ..logic.comparison import align
from ..models.mentoring_mail_mixin import MANAGER_GROUP

ROW = Markup('<tr class="{}"><td>{}</td><td>{}</td></tr>')
TABLE = Markup(
    '<h3>{}</h3><table class="table table-sm" style="table-layout: fixed">'
    "<thead><tr><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>"
)


class MentoringMessageComparison(models.TransientModel):
    """The text of an automated message beside the one that came with the addon."""

    _name = "mentoring.message.comparison"
    _description = "Compare a Message with Its Original"

    template_id = fields.Many2one("mail.template", required=True, readonly=True)
    has_original = fields.Boolean(compute="_compute_comparison")
    is_same = fields.Boolean(compute="_compute_comparison")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.depends("template_id")
    def _compute_comparison(self):
        for wizard in self:
            template = wizard.template_id
            wizard.has_original = bool(template.template_fs)
            ours = wizard._read_words()
            theirs = wizard._read_original() if wizard.has_original else ours
            wizard.is_same = ours == theirs
            wizard.comparison = wizard._as_tables(ours, theirs)

    def _read_words(self):
        """Return ``{language: lines}`` of the subject and the text."""
        words = {}
        for code, name in self.env["res.lang"].get_installed():
            template = self.template_id.with_context(lang=code)
            body = html2plaintext(template.body_html or "")
            lines = [template.subject or "", *map(str.strip, body.splitlines())]
            words[name] = [line for line in lines if line]
        return words

    def _read_original(self):
        """Return the words of the addon's own files: restored, read, and undone."""
        savepoint = self.env.cr.savepoint()
        try:
            # Whoever reads it changes nothing: all is undone below.
            self.template_id.sudo().reset_template()
            self.env.flush_all()
            self.env.invalidate_all()
            return self._read_words()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _as_tables(self, ours, theirs):
        return Markup().join(
            TABLE.format(
                name,
                self.env._("Yours"),
                self.env._("Original"),
                Markup().join(
                    ROW.format("" if same else "table-warning", left, right)
                    for left, right, same in align(lines, theirs[name])
                ),
            )
            for name, lines in ours.items()
        )

    def action_restore(self):
        """Return to the original, in all languages."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("A manager of the programme returns to the original.")
            )
        self.template_id.check_access("write")
        # Who may reword it was checked above; its other fields return with the words.
        self.template_id.sudo().reset_template()
        return {"type": "ir.actions.act_window_close"}
