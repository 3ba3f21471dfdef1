import os
import sys

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import config

from ..logic.seal import is_sandboxed, make_key, read_key, seal, unseal

# In the filestore, so that Odoo's own backup, copy and restoration take it along.
KEY_FILE = "mentoring_notes.key"


class Sealed(str):
    """A text that is sealed already."""

    __slots__ = ()


class SealedText(fields.Text):
    """A text that is sealed in the database and opened for the two of a pair alone.

    The table, the cache of the ORM and whatever copies them hold the sealed text. It
    is opened where a record's field is read, for one of the two in person: not in
    sudo, not for somebody who borrows their name, not for code that is kept in the
    database (C8, D3).

    The model has ``mentee_id`` and ``mentor_partner_id``.
    """

    def convert_to_column(self, value, record, values=None, validate=True):
        sealed = self.convert_to_cache(value, record, validate)
        return sealed and str(sealed)

    def convert_to_cache(self, value, record, validate=True):
        if isinstance(value, Sealed):
            return value
        text = super().convert_to_cache(value, record, validate)
        return text and Sealed(seal(text, self._get_key(record.env, make=True)))

    def convert_to_record(self, value, record):
        if not value:
            return super().convert_to_record(value, record)
        if not self._is_reader(record):
            raise AccessError(
                record.env._("What a pair notes is opened for the two of them alone.")
            )
        text = unseal(value, self._get_key(record.env))
        if text is None:
            raise UserError(self._describe_missing_key(record.env))
        return text

    def _is_reader(self, record):
        """Tell whether it is one of the two, in person, who reads.

        - not the superuser, whom sudo makes of everybody;
        - no server action, template or computed field that an administrator wrote;
        - in a request, the one who has logged in: not somebody in their name;
        - and a member of the pair, even if the text is in the cache already.
        """
        env = record.env
        if env.su or is_sandboxed(sys._getframe()):
            return False
        if request and request.session.uid != env.uid:
            return False
        # Only whose notes they are is read in sudo.
        notes = record.sudo()
        return env.user.partner_id in (notes.mentee_id | notes.mentor_partner_id)

    def _get_key(self, env, make=False):
        """Return the database's key; one is made for the first text that is sealed."""
        path = os.path.join(config.filestore(env.cr.dbname), KEY_FILE)
        key = read_key(path)
        if not key:
            if not make or self._is_used(env):
                raise UserError(self._describe_missing_key(env))
            key = make_key(path)
        return key

    def _is_used(self, env):
        """Tell whether a text is sealed already, by a key that is lost, then."""
        for name in env.registry.models:
            for field in env.registry[name]._fields.values():
                if isinstance(field, SealedText) and field.store:
                    # The number of them leaves this method, no text.
                    model = env[name].sudo()
                    if model.search_count([(field.name, "!=", False)], limit=1):
                        return True
        return False

    def _describe_missing_key(self, env):
        return env._(
            "The key to the private notes is missing on this server. Please tell the "
            "career centre: it belongs to the backup of Odoo's files."
        )
