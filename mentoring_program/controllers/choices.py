"""The answers that forms offer, as lists of (value, words, description)."""

from datetime import date

from babel import Locale, UnknownLocaleError

from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse


def selection(env, model, field):
    """The answers of a selection field, in the visitor's language."""
    return env[model]._fields[field]._description_selection(env)


def records(env, model, kept=None, description=None):
    """The active records of a small list; ``kept`` stays offered though archived."""
    # Names that any visitor may read.
    found = env[model].sudo().search([])
    if kept:
        found |= kept.sudo()
    return [
        (one.id, one.display_name, description and one[description]) for one in found
    ]


def months(env):
    return [
        (number, format_date(env, date(2000, number, 1), date_format="LLLL"))
        for number in range(1, 13)
    ]


def languages(env):
    """The languages, once each: (main, others), by name in the visitor's language.

    Odoo has several records of one language (British, American …); pairs share a
    language when its first part is the same, so one record stands for all.
    The main ones are those in use on this server.
    """
    locale = babel_locale_parse(env.lang)
    found = env["res.lang"].sudo().with_context(active_test=False).search([])
    by_code = {}
    for lang in found.sorted(lambda lang: (not lang.active, lang.id)):
        by_code.setdefault(lang.code.split("_")[0], lang)
    named = sorted(
        (
            (lang.id, _language_name(code, locale) or lang.name, None)
            for code, lang in by_code.items()
        ),
        key=lambda option: option[1].casefold(),
    )
    active = {lang.id for lang in by_code.values() if lang.active}
    return (
        [option for option in named if option[0] in active],
        [option for option in named if option[0] not in active],
    )


def language_names(env, langs):
    """Return the names of the languages of ``langs``, in the visitor's language."""
    locale = babel_locale_parse(env.lang)
    return [
        _language_name(lang.code.split("_")[0], locale) or lang.name for lang in langs
    ]


def _language_name(code, locale):
    try:
        name = Locale.parse(code.split("@")[0]).get_display_name(locale)
    except (UnknownLocaleError, ValueError):
        return None
    return name and name[0].upper() + name[1:]


def spoken(env, langs, options):
    """The ids among ``options`` that stand for ``langs``."""
    codes = {lang.code.split("_")[0] for lang in langs}
    offered = env["res.lang"].sudo().browse(option[0] for option in options)
    return [lang.id for lang in offered if lang.code.split("_")[0] in codes]
