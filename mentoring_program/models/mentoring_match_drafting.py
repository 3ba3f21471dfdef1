from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.exchange import possible_changes
from .score_sentences import score_rows


class MentoringMatchDrafting(models.Model):
    """A draft pair of a matching run, as staff review it."""

    _inherit = "mentoring.match"

    to_publish = fields.Boolean(
        "Publish",
        default=True,
        copy=False,
        help="Drafts that are not ticked stay drafts when the run is published.",
    )
    reasons_html = fields.Html(
        "Reasons in Short",
        compute="_compute_reasons_html",
        sanitize=False,
        compute_sudo=True,
    )

    @api.depends("score_parts")
    @api.depends_context("lang")
    def _compute_reasons_html(self):
        for match in self:
            match.reasons_html = self.env["ir.qweb"]._render(
                "mentoring_program.score_parts_short",
                {"rows": score_rows(self.env, match.score_parts)},
            )

    def _get_reviewed_run(self):
        """Return the run whose draft this is, held for this one click."""
        self.ensure_one()
        run = self.run_id
        if run:
            run._lock()
        if self.state != "draft" or run.state != "computed":
            raise UserError(
                self.env._("Only the drafts of a run that is reviewed can be changed.")
            )
        return run

    def _as_pair(self):
        """Return the pair of ids that ``logic`` knows it by."""
        self.ensure_one()
        return self.application_id.id, self.mentor_id.id

    def _get_possible_changes(self):
        """Return ``[(logic.exchange.Change, the draft to exchange with)]``."""
        drafts = self.run_id._get_drafts()
        by_pair = {draft._as_pair(): draft for draft in drafts}
        changes = possible_changes(
            self.run_id._prepare_question(included=drafts),
            {pair: draft.pinned for pair, draft in by_pair.items()},
            self._as_pair(),
        )
        return [
            (change, by_pair.get(change.other, self.browse())) for change in changes
        ]

    def action_publish_one(self):
        """Propose this draft alone."""
        return self._get_reviewed_run()._publish(self)

    def action_drop(self):
        """Don't propose this draft; the application is left out."""
        return self._leave(self._get_reviewed_run(), "dropped")

    def action_forbid(self):
        """Never draft this pair in its run again."""
        run = self._get_reviewed_run()
        self.env["mentoring.matching.exclusion"].create(
            {
                "run_id": run.id,
                "application_id": self.application_id.id,
                "mentor_id": self.mentor_id.id,
            }
        )
        return self._leave(run, "forbidden")

    def _leave(self, run, reason):
        """Remove the draft; its application is left out for this ``reason``."""
        self.env["mentoring.matching.left.out"].create(
            {
                "run_id": run.id,
                "application_id": self.application_id.id,
                "reason": reason,
            }
        )
        run._drop(self)
        return run._finish_if_reviewed()

    def action_change_mentor(self):
        """Open what else could be done for this application."""
        self._get_reviewed_run()
        change = self.env["mentoring.match.change"].create({"match_id": self.id})
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "mentoring_program.mentoring_match_change_action"
            ),
            "res_id": change.id,
        }
