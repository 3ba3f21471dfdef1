from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

TOLD = 10  # records named in one notice


class MentoringMassMixin(models.AbstractModel):
    """What is done to many records at once, from a list.

    Each by itself: those that can't be are told, with the reason, and the others are
    done. A single one is refused as its own button refuses it.
    """

    _name = "mentoring.mass.mixin"
    _description = "Actions on many records"

    def _act_on_each(self, act, target, done):
        """Have ``act(record)`` done to each that it can be done to.

        :param target: the state that it leads to; who is there already is told
        :param done: the sentence about those, with ``%(count)s``
        :return: the notice that tells what was done, and what was not
        """
        there = self.filtered(lambda record: record.state == target)
        todo = self - there
        obstacles = {record: record._get_already_sentence() for record in there}
        if todo == self and len(self) == 1:
            act(todo)
        else:
            tried = {record: record._try(act) for record in todo}
            obstacles |= {record: why for record, why in tried.items() if why}
        return self._prepare_notice(
            done % {"count": len(self) - len(obstacles)}, obstacles
        )

    def _get_already_sentence(self):
        label = self._get_state_label(self.state)
        return self.env._("It is “%(state)s” already.", state=label)

    def _try(self, act):
        """Do ``act(self)`` or nothing of it; return what stands in the way, if so."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                act(self)
        except UserError as reason:
            return str(reason)
        except IntegrityError as violation:
            return self._get_violation_sentence(violation)
        return False

    def _get_violation_sentence(self, violation):
        """Return what the database refused (M4, M5), in words."""
        model = next(
            model
            for model in self.env.registry.values()
            if model._table == violation.diag.table_name and not model._abstract
        )
        return self.env[model._name]._sql_error_to_message(violation)

    def _prepare_notice(self, done, obstacles, told=()):
        """Return the notice of ``done``, a sentence, and ``{record: why not}``.

        :param told: sentences about those done; of either, the first are shown
        """
        left = [
            record._prepare_reason(why)
            for record, why in list(obstacles.items())[:TOLD]
        ]
        if len(obstacles) > TOLD:
            more = len(obstacles) - TOLD
            left.append(self.env._("And %s more, left as they are.", more))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if obstacles else "success",
                "message": "\n".join([done, *list(told)[:TOLD], *left]),
                "className": "o_mentoring_notice",
                "sticky": bool(obstacles),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_reason(self, why):
        """Return why the record was left, as a sentence that names it once."""
        if self.display_name in why:
            return why
        return self.env._("%(name)s: %(why)s", name=self.display_name, why=why)
