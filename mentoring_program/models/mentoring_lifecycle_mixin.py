from odoo import api, models
from odoo.exceptions import UserError

from ..logic import lifecycle


class MentoringLifecycleMixin(models.AbstractModel):
    """One way through a life cycle, for buttons, pages, jobs, imports and RPC.

    Whoever writes ``state`` passes here. For the target ``x``, a model may define:

    * ``_why_not_x()``: a sentence that says what stands in the way, or ``False``;
    * ``_prepare_x_values()``: what is written together with the state;
    * ``_after_x()``: what follows, once written, for all records that entered.

    Two people at once: each transition updates the row, so PostgreSQL lets one of
    them through; Odoo retries the other, who then meets the new state.
    """

    _name = "mentoring.lifecycle.mixin"
    _description = "Life cycle"
    _inherit = ["mentoring.fixed.mixin"]

    # The key of the record's table in ``logic.lifecycle.LIFECYCLES``.
    _lifecycle = None
    # The states that have a kanban column even when no record is in them.
    _kanban_states = ()

    @api.model_create_multi
    def create(self, vals_list):
        first = lifecycle.first_state(self._lifecycle)
        for vals in vals_list:
            if vals.setdefault("state", first) != first:
                raise UserError(
                    self.env._(
                        "A new record starts as “%(state)s”; go on from there.",
                        state=self._get_state_label(first),
                    )
                )
        return super().create(vals_list)

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        target = vals["state"]
        facts = {name: value for name, value in vals.items() if name != "state"}
        if facts:
            super().write(facts)
        entering = self.filtered(lambda record: record.state != target)
        for record in entering:
            if reason := record._why_not(target):
                raise UserError(reason)
            values = record._prepare_transition_values(target)
            super(MentoringLifecycleMixin, record).write({"state": target, **values})
        entering._after_transition(target)
        return True

    def _expand_states(self, states, domain):
        """Return the columns of a kanban by state, in the order of the life cycle."""
        shown = {*states, *self._kanban_states}
        ordered = self._fields["state"].get_values(self.env)
        return [state for state in ordered if state in shown]

    def _get_state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(
            state, state
        )

    def _why_not(self, target):
        """Return why the record can't enter ``target``, as a sentence, or ``False``."""
        self.ensure_one()
        if not lifecycle.is_allowed(self._lifecycle, self.state, target):
            return self.env._(
                "“%(record)s” is “%(state)s” now, so it can't become “%(target)s”. "
                "Reload the page to see where it stands.",
                record=self.display_name,
                state=self._get_state_label(self.state),
                target=self._get_state_label(target),
            )
        guard = getattr(self, f"_why_not_{target}", None)
        return guard() if guard else False

    def _prepare_transition_values(self, target):
        prepare = getattr(self, f"_prepare_{target}_values", None)
        return prepare() if prepare else {}

    def _after_transition(self, target):
        hook = getattr(self, f"_after_{target}", None)
        if hook:
            hook()
