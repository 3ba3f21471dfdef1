"""Merges a freshly exported .pot into .po files; run by the virtual environment's
Python, which has polib.

merge_po.py addon.pot fr.po …
"""

import sys

import polib

DATES = ("POT-Creation-Date", "PO-Revision-Date")


def main(template_path, *translation_paths):
    """Rewrite the template without dates, and each translation with the template's
    terms.
    """
    template = polib.pofile(template_path, wrapwidth=78)
    save(template, template_path)
    for path in translation_paths:
        save(merged(template, polib.pofile(path, wrapwidth=78)), path)


def merged(template, translation):
    """Return the template's entries with the translations that there are."""
    known = {
        (entry.msgctxt, entry.msgid): entry
        for entry in translation
        if not entry.obsolete
    }
    result = polib.POFile(wrapwidth=78)
    result.header = translation.header
    result.metadata = dict(translation.metadata)
    for entry in template:
        old = known.get((entry.msgctxt, entry.msgid))
        result.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgstr=old.msgstr if old and old.msgstr != entry.msgid else "",
                comment=entry.comment,
                tcomment=old.tcomment if old else "",
                occurrences=entry.occurrences,
                flags=sorted({*entry.flags, *(old.flags if old else [])}),
            )
        )
    return result


def save(file, path):
    """Write the file without dates."""
    for name in DATES:
        file.metadata.pop(name, None)
    file.save(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
