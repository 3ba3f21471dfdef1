from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..logic import pause
from ..logic.employer import employer_keys
from ..logic.facts import Mentor
from ..logic.place import place_key
from .mentoring_profile_mixin import WAYS

COLUMNS = (
    "partner_id",
    "active",
    "state",
    "experience_start",
    "level_id",
    "employer",
    "past_employers",
    "capacity",
    "taken_places",
    "country_id",
    "zip",
    "city",
    "pause_from",
    "pause_to",
    *(f"meet_{way}" for way in WAYS),
)
SETS = ("theme_ids", "function_ids", "industry_ids", "lang_ids", "unwanted_partner_ids")
LANGUAGES = 1 + len(COLUMNS) + SETS.index("lang_ids")  # in a row
NOBODY: frozenset = frozenset()


class MentoringMentorFacts(models.Model):
    """What matching knows of mentors: read straight from the tables.

    A ranking looks at thousands of them; as records, they would take seconds.
    """

    _inherit = "mentoring.mentor"

    def _get_facts(self, program):
        """Return ``{mentor id: logic.facts.Mentor}`` for ``program``.

        The number of queries doesn't depend on how many mentors there are.
        """
        if not self:
            return {}
        rows = self._read_columns()
        prepare = _Preparer(self, program, rows)
        facts = {row[0]: prepare(*row) for row in rows}
        return {mentor_id: facts[mentor_id] for mentor_id in self._ids}

    def _get_next_place_dates(self):
        """Return ``{mentor id: earliest planned end of a running pair}`` (P2)."""
        return {
            mentor.id: end
            for mentor, end in self.env["mentoring.match"]._read_group(
                [
                    ("mentor_id", "in", self._ids),
                    ("state", "=", "active"),
                    ("planned_end", "!=", False),
                ],
                ["mentor_id"],
                ["planned_end:min"],
            )
        }

    def _read_columns(self):
        """Return a row for each mentor: its id, then `COLUMNS`, then `SETS` as lists.

        :raises AccessError: for one who may not read them all
        """
        everyone = self.with_context(active_test=False)
        query = everyone._search([("id", "in", self._ids)])
        columns = [self._field_to_sql(self._table, name, query) for name in COLUMNS]
        rows = self.env.execute_query(
            query.select(
                SQL.identifier(self._table, "id"), *columns, *map(self._get_set, SETS)
            )
        )
        if len(rows) < len(set(self._ids)):
            self.check_access("read")
        return rows

    def _get_set(self, name):
        """Return the SQL of the ids of a many-to-many field, as an ordered list."""
        field = self._fields[name]
        return SQL(
            "ARRAY(SELECT %(other)s FROM %(relation)s WHERE %(own)s = %(id)s "
            "ORDER BY %(other)s)",
            own=SQL.identifier(field.column1),
            other=SQL.identifier(field.column2),
            relation=SQL.identifier(field.relation),
            id=SQL.identifier(self._table, "id"),
            to_flush=field,
        )

    def _get_refusal_counts(self):
        """Return ``{mentor id: {contact id: how many proposals were declined}}``."""
        counts = defaultdict(dict)
        for mentor, mentee, count in self.env["mentoring.match"]._read_group(
            [("mentor_id", "in", self._ids), ("state", "=", "declined")],
            ["mentor_id", "mentee_id"],
            ["__count"],
        ):
            counts[mentor.id][mentee.id] = count
        return counts

    def _get_signed_ids(self, program, partner_ids):
        """Return the ids of the contacts who have signed the mentors' charter (S2)."""
        query = self.env["mentoring.charter.signature"]._search(
            [
                ("program_id", "=", program.id),
                ("role", "=", "mentor"),
                ("partner_id", "in", partner_ids),
            ]
        )
        rows = self.env.execute_query(
            query.select(SQL.identifier(query.table, "partner_id"))
        )
        return {partner_id for [partner_id] in rows}

    def _get_serving_ids(self, program):
        """Return the ids of those mentors who serve ``program``."""
        everyone = self.with_context(active_test=False)
        domain = [("id", "in", self._ids), ("program_ids", "in", program.ids)]
        return set(everyone._search(domain).get_result_ids())


class _Preparer:
    """Makes the facts of one mentor out of a row, with all that belongs to it."""

    def __init__(self, mentors, program, rows):
        env = mentors.env
        self.today = program._get_today()
        self.serving = mentors._get_serving_ids(program)
        self.signed = mentors._get_signed_ids(program, [row[1] for row in rows])
        self.refusals = mentors._get_refusal_counts()
        levels = env["mentoring.level"].browse({row[5] for row in rows if row[5]})
        self.ranks = {level.id: level.rank for level in levels}
        countries = env["res.country"].browse({row[10] for row in rows if row[10]})
        self.countries = {country.id: country.code for country in countries}
        spoken = {tuple(row[LANGUAGES]) for row in rows}
        langs = env["res.lang"].browse({id_ for ids in spoken for id_ in ids})
        # Those of several countries are one.
        codes = {lang.id: lang.code.split("_")[0] for lang in langs}
        self.languages = {ids: frozenset(codes[id_] for id_ in ids) for ids in spoken}
        self.ways, self.sets = {}, {(): NOBODY}

    def __call__(
        self,
        mentor_id,
        partner_id,
        active,
        state,
        experience_start,
        level_id,
        employer,
        past_employers,
        capacity,
        taken_places,
        country_id,
        postcode,
        city,
        pause_from,
        pause_to,
        *rest,
    ):
        ways, sets = rest[: len(WAYS)], map(tuple, rest[len(WAYS) :])
        themes, functions, industries, languages, unwanted = sets
        refusals = self.refusals.get(mentor_id)
        return Mentor(
            id=mentor_id,
            person=partner_id,
            available=active
            and state == "approved"
            and not pause.is_on(pause_from, pause_to, self.today),
            in_programme=mentor_id in self.serving,
            charter_signed=partner_id in self.signed,
            experience_start=experience_start,
            level_rank=self.ranks.get(level_id),
            themes=self._get_shared(themes),
            functions=self._get_shared(functions),
            industries=self._get_shared(industries),
            languages=self.languages[languages],
            place=place_key(self.countries.get(country_id), postcode, city),
            ways=self._get_ways(tuple(ways)),
            employers=employer_keys(employer or "", past_employers or ""),
            capacity=capacity or 0,
            taken_places=taken_places or 0,
            unwanted_persons=self._get_shared(unwanted),
            refused_applicant_persons=frozenset(refusals) if refusals else NOBODY,
            refusal_counts=frozenset(refusals.items()) if refusals else NOBODY,
        )

    def _get_shared(self, ids):
        """Return the set of ``ids``: equal ones are one, so that they compare fast."""
        found = self.sets.get(ids)
        if found is None:
            found = self.sets[ids] = frozenset(ids)
        return found

    def _get_ways(self, flags):
        if flags not in self.ways:
            self.ways[flags] = frozenset(
                way for way, flag in zip(WAYS, flags, strict=True) if flag
            )
        return self.ways[flags]
