"""A pair whose every private text is a canary, the others, and where to look for it."""

import logging
from contextlib import contextmanager

from odoo.fields import Command

from .common import MANAGER
from .confidentiality_ways import HINT, HIT, SECRET, Attempt

NOTES = "mentoring.session.summary"
ACTION = "mentoring.action"
TEXTS = {
    NOTES: ("topics", "retained", "mentor_comment"),
    ACTION: ("name",),
}
ROLES = (
    "public",
    "stranger",
    "other_mentee",  # of the same mentor
    "other_mentor",  # of another pair
    "employee",
    "officer",
    "manager",
    "access",  # who runs the users and their rights
    "settings",  # the system's administrator
    "everything",  # with every group that there is
)
# Code in sudo: as itself, and in a request of one of the two.
SUDO = {"superuser": "superuser", "mentee in sudo": "mentee"}
ADMINISTRATORS = (*ROLES[ROLES.index("officer") :], "superuser")
READ_IN_FULL = (
    "mentoring.",
    "mail.",
    "calendar.",
    "bus.",
    "ir.attachment",
    "ir.logging",
)


def canary(name):
    return f"{HINT} {name} {SECRET}"


class CanaryWorld:
    """A pair with its notes: ``notes`` and ``action``, on the session ``meeting``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.meeting = cls._make_session(cls.match, "done")
        cls.notes = (
            cls.env[NOTES]
            .with_user(cls.user_mentee)
            .create(
                {
                    "session_id": cls.meeting.id,
                    "topics": canary("topics"),
                    "retained": canary("retained"),
                    "action_ids": [Command.create({"name": canary("action")})],
                }
            )
        )
        cls.action = cls.notes.action_ids
        cls.notes.with_user(cls.user_mentor).mentor_comment = canary("comment")
        cls._make_others()
        cls.env.flush_all()

    @classmethod
    def _make_others(cls):
        cls.user_access = cls._make_user(
            "access", "Axel Access", "base.group_user,base.group_erp_manager"
        )
        cls.user_settings = cls._make_user(
            "settings",
            "Sam Settings",
            f"{MANAGER},base.group_system,base.group_allow_export",
        )
        cls.user_everything = cls._make_user("everything", "Eve Everything")
        outside = cls.env.ref("base.group_portal") | cls.env.ref("base.group_public")
        cls.user_everything.group_ids = cls.env["res.groups"].search(
            [("id", "not in", outside.ids), ("all_implied_ids", "not in", outside.ids)]
        )
        cls.user_superuser = cls.env.ref("base.user_root")
        for partner in (cls.partner_other_mentee, cls.partner_other_mentor):
            cls._make_membership(partner)
        cls._make_match(
            cls._make_application(cls.partner_other_mentee, state="waiting"),
            cls.match.mentor_id,
        )
        cls._make_match(mentor=cls._make_mentor(cls.partner_other_mentor))

    @classmethod
    def _user(cls, role):
        return getattr(cls, f"user_{role}")

    def _attempt(self, role, model):
        """Return what ``role`` knows who is after the texts of ``model``."""
        record = self.notes if model == NOTES else self.action
        user = self._user(SUDO.get(role, role))
        return Attempt(
            self.env(user=user, su=role in SUDO),
            record,
            TEXTS[model],
            self.meeting,
            (self.user_mentee, self.user_mentor),
        )

    def _tells(self, said):
        """Tell a private text, or that one was found by its beginning."""
        said = str(said)
        return SECRET in said or HIT in said

    # Where the canary is searched afterwards

    def assertDatabaseHoldsNothing(self):
        """No column of any table, whatever its type: not even the notes' own."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cr.fetchall()]
        self.assertIn(self.notes._table, tables)
        for table in tables:
            cr.execute(
                f'SELECT t::text FROM "{table}" t WHERE t::text LIKE %s LIMIT 1',
                [f"%{SECRET}%"],
            )
            self.assertFalse(cr.fetchall(), table)

    def assertNothingToRead(self, role, since):
        """In any record written ``since`` then which ``role`` may read."""
        env = self.env(user=self._user(role))
        for name in env.registry.models:
            model = env[name]
            if model._abstract or not model._auto or not model.has_access("read"):
                continue
            dated = [("write_date", ">=", since)] if model._log_access else []
            names = self._get_text_fields(model)
            for record in model.search(dated) if names else ():
                for field in names:
                    told = self._tells(record[field])
                    self.assertFalse(told, f"{role}: {record}.{field}")

    def _get_text_fields(self, model):
        full = model._name.startswith(READ_IN_FULL)
        return [
            name
            for name, field in model._fields.items()
            if (full or field.store)
            and field.type in ("char", "text", "html", "json", "binary", "properties")
            and model._has_field_access(field, "read")
        ]


class Listener(logging.Handler):
    """Keeps what Odoo's log says, of every level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


# Their own levels keep them silent where the others speak.
LOGGERS = ("odoo", "odoo.sql_db", "odoo.http.rpc.request", "odoo.http.rpc.response")


@contextmanager
def listening(at=logging.DEBUG):
    """Listen to all that the server logs, even what it is told to leave out."""
    loggers, listener = [logging.getLogger(name) for name in LOGGERS], Listener()
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(listener)
    loggers[0].propagate, propagates = False, loggers[0].propagate
    for logger in loggers:
        logger.setLevel(at)
    try:
        yield listener
    finally:
        loggers[0].removeHandler(listener)
        loggers[0].propagate = propagates
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
