"""A career centre's records by the hundred thousand, for `make bench-web`.

One record of each kind and state is made as people make it, then copied by SQL.
"""

import contextlib
from datetime import timedelta

from odoo import fields

from .records import copy, make_application, make_member, make_pair
from .web_members import Memberships

CONTACTS, MENTORS = 2, 0.2  # for each pair
# What became of the pairs, of a hundred: (state, from, up to, what the template is).
STATES = (
    ("active", 0, 20, "running"),
    ("proposed", 20, 23, "running"),
    ("draft", 23, 27, "running"),
    ("declined", 27, 29, "running"),
    ("cancelled", 29, 30, "running"),
    ("ended", 30, 100, "past"),
)
# Where the application of a pair is then; else it waits.
APPLICATIONS = {"active": "matched", "ended": "closed"}
WITHOUT_PAIR = ("draft", "submitted", "accepted", "waiting", "refused")
SHARE_WITHOUT_PAIR = 0.05  # each, for each pair
CONCERN = "CASE WHEN n % 5 = 0 THEN 'no_first_session' END"


class World:
    """The templates, and as many copies as one likes; grows from few to many."""

    def __init__(self, env, officer, seller):
        self.env, self.seller = env, seller
        env["ir.cron"].search([]).active = False
        env.ref("mentoring_program.program_career").fee_product_id = False
        self.officer = str(officer.id)
        self.running = self._make_pair("running")
        self.past = self._make_pair("past", ended=True)
        newcomer = make_member(env, "newcomer").partner_id
        member = make_member(env, "member", free_member=False).partner_id
        self.memberships = Memberships(env, member)
        self.application = make_application(env, newcomer, "draft")
        self.news = env["mentoring.news"].create(
            {"match_id": self.past.id, "asking": "first"}
        )
        self.lead = env["crm.lead"].create(
            {"name": "Lead", "type": "opportunity", "partner_id": newcomer.id}
        )
        self.lead.activity_schedule("mail.mail_activity_data_todo")
        self.running.activity_schedule("mail.mail_activity_data_todo")
        env.flush_all()
        self.pairs = self.added = 0

    def _make_pair(self, name, **keywords):
        mentee = make_member(self.env, f"mentee {name}".replace(" ", "."))
        mentor = make_member(self.env, f"mentor {name}".replace(" ", "."))
        return make_pair(self.env, mentee.partner_id, mentor.partner_id, **keywords)

    def grow(self, pairs):
        """Add so many pairs, with contacts, mentors, sessions and leads in proportion.

        Mentors, applications and pairs get what their templates have in other tables.
        """
        env, first = self.env, self.pairs
        self.pairs, self.added = first + pairs, pairs
        mentors = self._add_mentors(int(pairs * MENTORS))
        members = int(pairs * (CONTACTS - MENTORS))
        contacts = copy(
            env,
            self.past.mentee_id,
            members,
            name=f"'Member ' || {first} + n",
            complete_name=f"'Member ' || {first} + n",
            free_member="false",
        )
        self.memberships.add(contacts, members)
        for state, begin, end, template in STATES:
            where = f"n % 100 >= {begin} AND n % 100 < {end}"
            self._add_pairs(
                getattr(self, template), state, where, pairs, contacts, mentors
            )
        self._add_applications(pairs, contacts)
        self._add_leads(pairs, contacts)
        self._count_places()
        env.cr.commit()
        self._vacuum()
        env.invalidate_all()

    def _vacuum(self):
        """Do what PostgreSQL does by itself, within minutes."""
        with contextlib.closing(self.env.registry.cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute("VACUUM ANALYZE")

    def _add_mentors(self, count):
        """Return the id before the new mentors' and the number of these."""
        env, template = self.env, self.past.mentor_id
        partners = copy(
            env,
            template.partner_id,
            count,
            name="'Mentor ' || n",
            complete_name="'Mentor ' || n",
        )
        mentors = copy(
            env,
            template,
            count,
            partner_id=f"{partners} + n",
            name="'Mentor ' || n",
            user_id=self.officer,
        )
        link(env, template, mentors, count, theme_ids="(n + t.{}) % 3 = 0")
        return mentors, partners, count

    def _add_pairs(self, template, state, where, pairs, contacts, mentors):
        env = self.env
        mentors, partners, count = mentors
        # Each running pair has a mentor of its own, so that there are places enough.
        number = "((n / 100) * 20 + n % 20) % " if state == "active" else "(n * 79) % "
        mentor = f"1 + {number}{count}"
        application = template.application_id
        introduced = state in ("active", "ended")
        introduction = ago("n % 180") if introduced else "NULL"
        applications = copy(
            env,
            application,
            pairs,
            where,
            partner_id=f"{contacts} + n",
            user_id=self.officer,
            state=f"'{APPLICATIONS.get(state, 'waiting')}'",
            submitted_date=ago("n % 900"),
            waiting_date=ago("n % 900"),
            introduction_date=introduction,
        )
        link(env, application, applications, pairs, where)
        self._add_objectives(application, applications, pairs, where)
        matches = copy(
            env,
            template,
            pairs,
            where,
            application_id=f"{applications} + n",
            mentee_id=f"{contacts} + n",
            mentor_id=f"{mentors} + {mentor}",
            mentor_partner_id=f"{partners} + {mentor}",
            user_id=self.officer,
            state=f"'{state}'",
            introduction_date=introduction,
            attention_code=CONCERN if state == "active" else "NULL",
        )
        if introduced:
            self._add_sessions(template, matches, contacts, partners, mentor, where)
        if state == "ended":
            self._add_news(matches, contacts, mentors, mentor, where)
        if state == "active":
            self._add_reminders(template, matches, contacts, where)

    def _add_objectives(self, application, applications, pairs, where):
        for objective in application.objective_ids:
            copy(
                self.env,
                objective,
                pairs,
                where,
                application_id=f"{applications} + n",
            )

    def _add_sessions(self, template, matches, contacts, partners, mentor, where):
        for number, session in enumerate(template.session_ids):
            sign = "+" if session.state == "planned" else "-"
            start = f"(now() {sign} interval '1 day' * (n % 150 + {number}))"
            copy(
                self.env,
                session,
                self.added,
                where,
                match_id=f"{matches} + n",
                mentee_id=f"{contacts} + n",
                mentor_partner_id=f"{partners} + {mentor}",
                start=start,
                stop=f"{start} + interval '1 hour'",
                event_id="NULL",
                invitation_uid="gen_random_uuid()::text",
            )

    def _add_news(self, matches, contacts, mentors, mentor, where):
        copy(
            self.env,
            self.news,
            self.added,
            f"{where} AND n % 5 = 0",
            match_id=f"{matches} + n",
            mentee_id=f"{contacts} + n",
            mentor_id=f"{mentors} + {mentor}",
        )

    def _add_reminders(self, template, matches, contacts, where):
        reminder = self.env["mentoring.reminder"].create(
            {
                "code": "quiet_mentee",
                "kind": "quiet",
                "side": "mentee",
                "occasion": f"grown to {self.pairs}",
                "due_date": fields.Date.today() - timedelta(days=3),
                "program_id": template.program_id.id,
                "match_id": template.id,
            }
        )
        self.env.flush_all()
        copy(
            self.env,
            reminder,
            self.added,
            where,
            match_id=f"{matches} + n",
            partner_id=f"{contacts} + n",
            sent_date=ago("n % 90"),
        )
        activity = template.activity_ids[:1]
        copy(
            self.env,
            activity,
            self.added,
            where,
            res_id=f"{matches} + n",
            user_id=self.officer,
        )

    def _add_applications(self, pairs, contacts):
        """Applications that no pair came of, of the contacts after the pairs'."""
        share = int(pairs * SHARE_WITHOUT_PAIR)
        for turn, state in enumerate(WITHOUT_PAIR):
            applications = copy(
                self.env,
                self.application,
                share,
                partner_id=f"{contacts + pairs + turn * share} + n",
                user_id=self.officer,
                state=f"'{state}'",
                submitted_date=ago("n % 90"),
                waiting_date=ago("n % 90") if state == "waiting" else "NULL",
            )
            link(self.env, self.application, applications, share)
            self._add_objectives(self.application, applications, share, "true")

    def _add_leads(self, pairs, contacts):
        """As many opportunities as pairs, over the stages, each seller's own."""
        stages = self.env["crm.stage"].search([]).ids
        leads = copy(
            self.env,
            self.lead,
            pairs,
            name="'Lead ' || n",
            partner_id=f"{contacts} + n",
            user_id=str(self.seller.id),
            stage_id=f"(ARRAY{stages})[1 + n % {len(stages)}]",
            expected_revenue="n % 5000",
        )
        link(self.env, self.lead, leads, pairs)
        copy(
            self.env,
            self.lead.activity_ids[:1],
            pairs,
            "n % 5 = 0",
            res_id=f"{leads} + n",
            user_id=str(self.seller.id),
        )

    def _count_places(self):
        """Have the mentors' places count the pairs that SQL has given them."""
        self.env.cr.execute(
            """UPDATE mentoring_mentor
                  SET capacity = GREATEST(2, taken), taken_places = taken,
                      free_places = GREATEST(2, taken) - taken
                 FROM (SELECT mentor_id, count(*) AS taken FROM mentoring_match
                        WHERE state IN ('active', 'proposed') GROUP BY mentor_id) held
                WHERE mentor_id = mentoring_mentor.id"""
        )


def ago(days):
    """SQL for a moment so many days ago."""
    return f"(now() - interval '1 day' * ({days}))"


def link(env, template, before, count, where="true", **some):
    """Give the copies the template's rows in the tables of its many-to-many fields.

    :param some: SQL on `n` and the column of the field, where not all have all
    """
    for field in template._fields.values():
        if field.type == "many2many" and field.store and field.relation:
            env.cr.execute(
                f"INSERT INTO {field.relation} ({field.column1}, {field.column2}) "  # noqa: S608
                f"SELECT {before} + n, t.{field.column2} FROM {field.relation} t, "
                f"generate_series(1, {count}) n "
                f"WHERE t.{field.column1} = {template.id} AND ({where}) "
                f"AND ({some.get(field.name, 'true').format(field.column2)})"
            )
