from odoo import api, fields, models, tools


class MentoringTheme(models.Model):
    """A theme of objectives (P6): what a mentee works on, what a mentor knows."""

    _name = "mentoring.theme"
    _description = "Mentoring Theme"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _get_known_ids(self):
        """Return the ids of all themes, archived ones included.

        Scores name themes by their ids; a page with many scores asks once.
        """
        # Eight of them, or a few more; the same for everybody.
        themes = self.sudo().with_context(active_test=False)
        return frozenset(themes.search([]).ids)  # pylint: disable=no-search-all
