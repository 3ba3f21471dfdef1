from odoo import api, fields, models

from ..logic.cohort_run import BARS


class MentoringMatchingRunFigures(models.Model):
    """What a run has come to, when it was computed: kept as numbers, shown as bars."""

    _inherit = "mentoring.matching.run"

    application_count = fields.Integer("Applications to Match", readonly=True)
    mentor_count = fields.Integer("Mentors to Choose From", readonly=True)
    place_count = fields.Integer("Free Places", readonly=True)
    matched_count = fields.Integer("Matched", readonly=True)
    left_out_count = fields.Integer("Number Left Out", readonly=True)
    no_mentor_count = fields.Integer(
        "No Mentor Fits", readonly=True, help="The rules exclude every mentor."
    )
    all_taken_count = fields.Integer(
        "All Who Fit Are Taken", readonly=True, help="Mentors fit, without a place."
    )
    score_total = fields.Float("Total Score", readonly=True, digits=(16, 1))
    score_average = fields.Float("Average Score", readonly=True, digits=(5, 1))
    score_lowest = fields.Float("Lowest Score", readonly=True, digits=(5, 1))
    certified = fields.Boolean(
        "Proven Optimal",
        readonly=True,
        help="A separate check proves that no other choice matches more applications, "
        "or as many with a better total.",
    )
    computed_date = fields.Datetime("Computed On", readonly=True, copy=False)
    figures = fields.Json("Kept Figures", readonly=True, copy=False)
    figures_html = fields.Html(
        "Figures", compute="_compute_figures_html", sanitize=False
    )

    @api.depends("figures", "score_lowest")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        for run in self:
            run.figures_html = bool(run.figures) and self.env["ir.qweb"]._render(
                "mentoring_program.matching_run_figures",
                {
                    "bars": run._get_bars(),
                    "rows": run._get_comparison_rows(),
                    "floor_possible": run._get_better_floor(),
                },
            )

    def _get_better_floor(self):
        """Return the floor that would raise the lowest score and leave out nobody."""
        possible = self.figures["floor_possible"]
        return possible if possible > self.score_lowest else None

    def _get_bars(self):
        """Return the distribution as ``{first, last, count, height}``, in percent."""
        counts = self.figures["distribution"]
        most, width = max(counts) or 1, 100 // BARS
        return [
            {
                "first": n * width,
                "last": 100 if n == BARS - 1 else (n + 1) * width - 1,
                "count": count,
                "height": round(100 * count / most),
            }
            for n, count in enumerate(counts)
        ]

    def _get_comparison_rows(self):
        """Return ways to match as ``{name, matched, total, average, same}``."""
        found = self.figures["compared"]
        rows = [
            self._prepare_row(self.env._("This run"), found["run"]),
            self._prepare_row(self.env._("Best pair first"), found["best_pair_first"]),
        ]
        if other := found.get("weights"):
            name = (
                self.env._("Weights of “%s”", other["run"])
                if other["run"]
                else self.env._("Weights of the programme")
            )
            rows.append(self._prepare_row(name, other))
        return rows

    def _prepare_row(self, name, figures):
        matched, total = figures["matched"], figures["total"]
        return {
            "name": name,
            "matched": matched,
            "total": total,
            "average": total / matched if matched else 0,
            "same": figures.get("same"),
        }

    def _prepare_figures(self, answer):
        """Return what is kept of a ``logic.cohort_run.Answer``, besides the pairs."""
        matched, reasons = len(answer.scores), self.left_out_ids.mapped("reason")
        return {
            "application_count": matched + len(reasons),
            "mentor_count": answer.mentors,
            "place_count": answer.places,
            "matched_count": matched,
            "left_out_count": len(reasons),
            "no_mentor_count": reasons.count("no_mentor"),
            "all_taken_count": reasons.count("full") + reasons.count("taken"),
            "score_total": answer.total,
            "score_average": answer.total / matched if matched else 0,
            "score_lowest": answer.lowest,
            "certified": answer.certified,
            "computed_date": fields.Datetime.now(),
            "figures": {
                "distribution": answer.distribution,
                "floor_possible": answer.floor_possible,
                "compared": self._prepare_comparisons(answer),
            },
        }

    def _prepare_comparisons(self, answer):
        compared = {
            "run": {"matched": len(answer.scores), "total": answer.total},
            "best_pair_first": _as_json(answer.best_pair_first),
        }
        if answer.compared:
            compared["weights"] = {
                **_as_json(answer.compared),
                "run": self._get_last_run().name or "",
            }
        return compared


def _as_json(comparison):
    return {
        "matched": comparison.matched,
        "total": comparison.total,
        "same": comparison.same,
    }
