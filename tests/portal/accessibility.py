"""What every page must hold: WCAG 2.2 A and AA by axe-core, no scrolling sideways, no
word left in English on a French page."""

import functools
from pathlib import Path

import polib
from axe_playwright_python.base import AXE_SCRIPT

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OPTIONS = {
    "runOnly": {"type": "tag", "values": list(TAGS)},
    "resultTypes": ["violations"],
    "iframes": False,
}
# Odoo's own, which is on each of its pages.
NOT_OURS = ()
FRENCH = Path(__file__).parents[2] / "mentoring_program" / "i18n" / "fr.po"

VIOLATIONS = """async ([exclude, options]) => {
    const {violations} = await axe.run({exclude}, options);
    return violations.flatMap(({id, nodes}) => nodes.map(
        ({target, html}) => `${id}: ${target} ${html.slice(0, 200)}`));
}"""
# Of many alike, such as all countries, some will do: axe-core takes its time.
UNFOLD = """() => {
    for (const part of document.querySelectorAll('main details')) part.open = true;
    const many = 'main option:nth-of-type(n+6), main details .row > :nth-child(n+8)';
    for (const one of document.querySelectorAll(many)) one.remove();
}"""
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > width + 1)
        .map(one => `${one.tagName}.${one.className}`).slice(0, 5);
}"""
LOST = """() => {
    const words = one => one.textContent.trim().replace(/\\s+/g, ' ');
    const crumbs = [...document.querySelectorAll('ol.breadcrumb > li')].map(words);
    const title = document.querySelector('.o_mentoring_page h1');
    return title && crumbs.length && crumbs.at(-1) !== words(title) ? crumbs : [];
}"""
TEXTS = """() => {
    const walker = document.createTreeWalker(
        document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const texts = new Set();
    while (walker.nextNode()) {
        const {nodeValue, parentElement} = walker.currentNode;
        const text = nodeValue.replace(/\\s+/g, ' ').trim();
        if (text && !parentElement.closest('script, [lang]:not(html)')) texts.add(text);
    }
    return [...texts];
}"""


def prepare(page):
    """Give the page axe-core, and unfold all of it."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(UNFOLD)


def get_violations(page):
    """Return what axe-core finds wrong with the page at its present width."""
    return page.evaluate(VIOLATIONS, [list(NOT_OURS), OPTIONS])


def get_overflow(page):
    """Return what sticks out of the page at its side."""
    return page.evaluate(TOO_WIDE)


def get_lost_crumbs(page):
    """Return the breadcrumbs, unless they end with this very page."""
    return page.evaluate(LOST)


@functools.cache
def english_words():
    """The addon's texts that read otherwise in French."""
    return {
        entry.msgid
        for entry in polib.pofile(str(FRENCH))
        if entry.msgstr and entry.msgstr != entry.msgid
    }


def get_untranslated(page):
    """Return the texts of a French page that are in English."""
    return sorted(english_words().intersection(page.evaluate(TEXTS)))
