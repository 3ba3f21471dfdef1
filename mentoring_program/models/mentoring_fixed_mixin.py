from odoo import api, models
from odoo.exceptions import UserError


class MentoringFixedMixin(models.AbstractModel):
    """What a record is about never changes, and what is derived is never given.

    Who may read a pair's private notes follows from the contacts of the application
    and of the mentor: whoever could exchange these, or write a stored copy of them,
    could make the notes their own (C8, D3). The same holds for copies that decide
    something: places taken (M5), the state of the fee (P9).
    """

    _name = "mentoring.fixed.mixin"
    _description = "Fixed identity"

    # Fields that say what the record is about: set when it is created, then fixed.
    _fixed_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_derived(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_derived(vals)
        for name in self._fixed_fields & vals.keys():
            if any(record._origin[name].id != vals[name] for record in self):
                raise UserError(
                    self.env._(
                        "“%(field)s” can't be changed any more; make a new record.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )
        return super().write(vals)

    def _check_not_derived(self, vals):
        for name in vals:
            field = self._fields.get(name)
            if field and field.store and field.compute and field.readonly:
                raise UserError(
                    self.env._(
                        "“%(field)s” follows from other facts; it can't be written.",
                        field=field._description_string(self.env),
                    )
                )
