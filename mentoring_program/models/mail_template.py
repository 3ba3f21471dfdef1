from odoo import models
from odoo.exceptions import AccessError, UserError

from ..logic.placeholders import find_added, read_placeholders
from .mentoring_mail_mixin import MANAGER_GROUP

EDITOR_GROUP = "mail.group_mail_template_editor"
OWN_MODELS = "mentoring."
WORDS = {"subject", "body_html"}


class MailTemplate(models.Model):
    """Managers of the programme reword its messages.

    Odoo leaves templates with placeholders to its template editors, who may have
    anything filled in, from any record. A manager writes around the placeholders.
    """

    _inherit = "mail.template"

    def write(self, vals):
        if not self._is_for_managers():
            return super().write(vals)
        self._check_rewording({name: [words] for name, words in vals.items()})
        # Who writes was checked, and that nothing else is filled in than before.
        return super(MailTemplate, self.sudo()).write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        given = (field_name, translations, digest, source_lang)
        if not self._is_for_managers():
            return super()._update_field_translations(*given)
        self._check_rewording({field_name: translations.values()})
        # As in `write`.
        return super(MailTemplate, self.sudo())._update_field_translations(*given)

    def _is_for_managers(self):
        """Whether a manager writes to whom Odoo alone would refuse it."""
        user = self.env.user
        return (
            not self.env.su
            and not user.has_group(EDITOR_GROUP)
            and user.has_group(MANAGER_GROUP)
            and all((template.model or "").startswith(OWN_MODELS) for template in self)
        )

    def _check_rewording(self, words):
        """Raise unless ``words``, ``{field: its new values}``, are words alone.

        They are looked at before they are written: Odoo fills them in at once.
        """
        self.check_access("write")
        if not WORDS.issuperset(words):
            raise AccessError(
                self.env._(
                    "You may change the subject and the text of this message. To whom "
                    "it goes, and all else, is for administrators."
                )
            )
        after = {
            placeholder
            for name, values in words.items()
            for value in values
            for placeholder in self._read_placeholders(name, value)
        }
        for template in self:
            template._check_placeholders(after)

    def _check_placeholders(self, after):
        added = find_added(self._get_placeholders(), after)
        if added:
            told = sorted({f"{name} {value}".strip() for _under, name, value in added})
            raise UserError(
                self.env._(
                    "This message can't have “%(placeholders)s” filled in there: only "
                    "what it had, and under the same conditions. Leave out what you "
                    "added, or ask an administrator.",
                    placeholders="”, “".join(told),
                )
            )

    def _get_placeholders(self):
        """Return the placeholders of the template, in all languages together."""
        placeholders = set()
        for code, _name in self.env["res.lang"].get_installed():
            template = self.with_context(lang=code)
            for name in WORDS:
                placeholders |= template._read_placeholders(name, template[name])
        return placeholders

    def _read_placeholders(self, name, value):
        """Return the placeholders of a field's value, as it would be kept."""
        kept = self._fields[name].convert_to_cache(value, self) or ""
        if name == "subject":
            return read_placeholders(kept, "")
        return read_placeholders("", kept)
