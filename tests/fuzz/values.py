"""What people, mistakes and attackers put into forms and addresses."""

import json
from datetime import date, timedelta

SCRIPT = "<script>alert(1)"
LONG = 10_001
HUGE = 1_000_000  # characters; now and then only, for they take their time
# What makes sense somewhere, so that a request also gets past the first check.
SENSIBLE = {
    "date": [(date.today() + timedelta(days=days)).isoformat() for days in (1, 9, 40)],
    "until": [(date.today() + timedelta(days=days)).isoformat() for days in (200, 400)],
    "due_date": [date.today().isoformat()],
    "pause_to": [(date.today() + timedelta(days=30)).isoformat(), ""],
    "new_post_date": [(date.today() - timedelta(days=30)).isoformat()],
    "time": ["09:00", "18:30"],
    "minutes": ["60", "90", "120"],
    "way": ["in_person", "video", "phone"],
    "ways": ["in_person", "video", "phone"],
    "who": ["mentor", "mentee"],
    "do": ["done", "reopen", "save", "remove"],
    "employment": ["in_post", "out_of_post"],
    "aim": ["promotion", "new_post", "job_search"],
    "target_months": ["12"],
    "capacity": ["0", "1", "2"],
    "sure": ["1"],
    "read": ["1"],
    "back": ["review"],
    "charter_lang": ["en_US", "fr_FR"],
    "experience_start_month": ["1", "12"],
    "experience_start_year": ["2005", "2012"],
}
TEXTS = (
    "",
    "   ",
    "A few words.",
    "-1",
    "0",
    "1",
    "2",
    "1.5",
    "NaN",
    "1e9",
    "٣",
    "99999999999999999999",
    "9999-12-31",
    "0001-01-01T00:00",
    "2026-02-31",
    "25:61",
    "24:00",
    "a\x00b",
    "\U0001f393 \u202eabc\u2066\u200b",
    f"{SCRIPT}</script>",
    f'"><img src=x onerror=1>{SCRIPT}</script>',
    "1); DROP TABLE res_users; --",
    "{{ object.env }} %(name)s %s ${x} #{y}",
    "data:image/png;base64,AAAA",
    "data:image/png;base64,%%%%",
    "../../etc/passwd",
    "//elsewhere.example",
    "\r\nSet-Cookie: x=1",
    "x" * LONG,
)
BYTES = (b"\xed\xa0\x80", b"\xff\xfe", b"\xc3\x28", b"%c0%ae")
STEPS = (
    "situation",
    "aim",
    "objectives",
    "expectations",
    "profile",
    "review",
    "sign",
)
# No number, or one that no record has. The character NUL in an address is left out:
# Odoo's own search for a page of that name ends in an error, whatever the addon.
NO_IDS = (
    "0",
    "-1",
    "999999999",
    "2147483648",
    "99999999999999999999",
    "abc",
    "1.0",
    "1;2",
    "%27",
    "%E2%80%AE",
    "..",
    "a" * 3000,
)


def as_value(random, name):
    """Something for the field ``name``."""
    chance = random.random()
    if name in SENSIBLE and chance < 0.6:
        return random.choice(SENSIBLE[name])
    if chance > 0.995:
        return "y" * HUGE
    if chance > 0.95:
        return random.choice(BYTES)
    if chance > 0.9:
        return str(random.randrange(1, 60))
    return random.choice(TEXTS)


def as_form(random, names):
    """Some fields as pairs: some of them twice, some that no form has."""
    chosen = random.sample(names, random.randrange(0, min(14, len(names))))
    if random.random() < 0.2:
        chosen += random.choices([*chosen, "no_such_field", "id", "context"], k=3)
    return [(name, as_value(random, name)) for name in chosen]


def as_odd_body(random):
    """A body that is no form at all: headers and bytes."""
    return random.choice(
        (
            ("application/json", json.dumps({"params": {"reason": [1]}}).encode()),
            ("application/json", b"{"),
            ("text/plain", b"reason=x"),
            ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
            ("multipart/form-data", b""),
            ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfer\x00"),
            ("application/x-www-form-urlencoded", b"%%%&&&==;;%00=%ff"),
        )
    )
