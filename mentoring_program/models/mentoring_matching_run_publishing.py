from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

TOLD = 10  # obstacles in one notice
TOGETHER = 25  # pairs in one transaction


class MentoringMatchingRunPublishing(models.Model):
    """Publishing a run: each pair by itself, so that one does not stop the others."""

    _inherit = "mentoring.matching.run"

    draft_count = fields.Integer("Drafts", compute="_compute_pair_counts")
    chosen_count = fields.Integer("To Publish", compute="_compute_pair_counts")
    published_count = fields.Integer("Pairs Published", compute="_compute_pair_counts")

    def _compute_pair_counts(self):
        counts = {
            (run, state, chosen): count
            for run, state, chosen, count in self.env["mentoring.match"]._read_group(
                [("run_id", "in", self.ids)],
                ["run_id", "state", "to_publish"],
                ["__count"],
            )
        }
        for run in self:
            own = {key[1:]: count for key, count in counts.items() if key[0] == run}
            drafts = {key: count for key, count in own.items() if key[0] == "draft"}
            run.draft_count = sum(drafts.values())
            run.chosen_count = drafts.get(("draft", True), 0)
            run.published_count = sum(
                count
                for (state, __), count in own.items()
                if state not in ("draft", "cancelled")
            )

    def action_publish(self):
        """Propose the drafts that are ticked; those that can't be are told.

        The run is over once no draft is left. A second click finds nothing to do.
        """
        self._lock()
        if self.state == "published":
            return True
        if self.state != "computed":
            raise UserError(self.env._("Compute this run first."))
        chosen = self._get_drafts().filtered("to_publish")
        if not chosen:
            raise UserError(
                self.env._("No pair is ticked: tick those that you want to publish.")
            )
        return self._publish(chosen)

    def _publish(self, drafts):
        """Propose ``drafts`` of this run, as many as can be, some at a time.

        What is published stays published if the server is killed, and no mentor's
        place is held back longer than for some pairs. In the order of the mentors, so
        that two who publish at once wait for each other instead of blocking each other.
        """
        published, obstacles = self.env["mentoring.match"], {}
        ordered = drafts.sorted(lambda draft: (draft.mentor_id.id, draft.id))
        for number, ids in enumerate(split_every(TOGETHER, ordered.ids)):
            if number:
                self.env["ir.cron"]._commit_progress()
                self._lock()
            some = ordered.browse(ids).filtered(lambda draft: draft.state == "draft")
            found = self._propose(some)
            obstacles.update(found)
            done = some - some.browse().concat(*found)
            # Who has a proposal is no longer among those left out the last time.
            done.application_id.filtered("left_out_count").left_out_count = 0
            published |= done
        self.notice = self._get_published_sentence(published, obstacles)
        return self._finish_if_reviewed()

    def _propose(self, drafts):
        """Propose each pair or nothing of it; return ``{pair: why it can't be}``."""

        def propose(some):
            some.action_propose()

        obstacle = drafts._try(propose)
        if not obstacle:
            return {}
        if len(drafts) == 1:
            return {drafts: obstacle}
        obstacles = {draft: draft._try(propose) for draft in drafts}
        return {draft: why for draft, why in obstacles.items() if why}

    def _get_published_sentence(self, published, obstacles):
        sentences = [self.env._("Pairs published: %s.", len(published))]
        if obstacles:
            sentences.append(
                self.env._(
                    "Not published: %s. They are still drafts: compute again, or drop "
                    "them.",
                    len(obstacles),
                )
            )
            sentences += [
                self.env._("%(pair)s: %(why)s", pair=match.display_name, why=why)
                for match, why in list(obstacles.items())[:TOLD]
            ]
        return "\n".join(sentences)

    def action_finish(self):
        """Close a run whose drafts were all published or dropped elsewhere."""
        self._lock()
        return self._finish_if_reviewed()

    def _finish_if_reviewed(self):
        """Close the run once its last draft is published or dropped."""
        self.invalidate_recordset(["match_ids"])
        published = self.match_ids.filtered("proposed_date")
        if self.state == "computed" and published and not self._get_drafts():
            self.write({"state": "published"})
        return True

    def _why_not_published(self):
        return bool(self._get_drafts()) and self.env._(
            "There are drafts left in this run: publish or drop them first."
        )

    def _after_published(self):
        """Remember who was left out: they come first the next time."""
        for run in self:
            tried = run.left_out_ids.application_id | run.match_ids.application_id
            left = tried.filtered(
                lambda application: application.state == "waiting"
                and not application.current_match_id
            )
            for count, applications in left.grouped("left_out_count").items():
                applications.left_out_count = count + 1
