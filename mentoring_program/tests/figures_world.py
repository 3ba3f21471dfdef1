"""Rows for the tests of the figures, as plain SQL writes them: with whatever dates."""

import random
from datetime import date, datetime, timedelta
from itertools import count

from odoo.tools import SQL

LEADERSHIP, NETWORKS = "theme_leadership", "theme_networks"


class FiguresWorld:
    """Writes applications, pairs, sessions … without their life cycles."""

    @classmethod
    def _insert(cls, table, *rows):
        """Insert the rows, which have the same columns; return their ids."""
        columns = list(rows[0])
        values = [tuple(row[column] for column in columns) for row in rows]
        found = cls.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(SQL("%s", row) for row in values),
            )
        )
        return [id_ for [id_] in found]

    @classmethod
    def _insert_partners(cls, number):
        rows = [
            {"name": f"Person {n}", "autopost_bills": "ask", "active": True}
            for n in range(number)
        ]
        return cls._insert("res_partner", *rows)

    @classmethod
    def _insert_mentors(cls, program, number):
        return cls._insert(
            "mentoring_mentor",
            *(
                {
                    "partner_id": partner,
                    "company_id": program.company_id.id,
                    "state": "approved",
                    "active": True,
                    "capacity": 50,
                    "taken_places": 0,
                }
                for partner in cls._insert_partners(number)
            ),
        )

    @classmethod
    def _application(
        cls,
        program,
        state,
        submitted,
        decided=None,
        waiting=None,
        closed=None,
        partner=None,
        **values,
    ):
        """Return the row of an application; moments are in UTC."""
        return {
            "partner_id": partner or cls._insert_partners(1)[0],
            "program_id": program.id,
            "company_id": program.company_id.id,
            "state": state,
            "submitted_date": submitted,
            "decision_date": decided,
            "waiting_date": waiting,
            "closed_date": closed,
            "industry_id": None,
            "invoice_id": None,
            **values,
        }

    @classmethod
    def _insert_application(cls, *arguments, **keywords):
        [id_] = cls._insert(
            "mentoring_application", cls._application(*arguments, **keywords)
        )
        return id_

    @classmethod
    def _match(cls, application, mentor, begun, ended=None, outcome=None, sessions=0):
        """Return the row of a pair of the application's id."""
        record = cls.env["mentoring.application"].browse(application)
        return {
            "application_id": application,
            "mentor_id": mentor,
            "program_id": record.program_id.id,
            "company_id": record.company_id.id,
            "mentee_id": record.partner_id.id,
            "mentor_partner_id": cls.env["mentoring.mentor"]
            .browse(mentor)
            .partner_id.id,
            "state": "ended" if ended else "active",
            "introduction_date": begun,
            "end_date": ended,
            "outcome": outcome,
            "session_done_count": sessions,
        }

    @classmethod
    def _insert_match(cls, *arguments, **keywords):
        [id_] = cls._insert("mentoring_match", cls._match(*arguments, **keywords))
        return id_

    @classmethod
    def _session(cls, match, start, state="done", hours=1.0, mentee=None, mentor=None):
        """Return the row of a session of the pair's id, with what each gave it."""
        record = cls.env["mentoring.match"].browse(match)
        return {
            "match_id": match,
            "program_id": record.program_id.id,
            "company_id": record.company_id.id,
            "mentee_id": record.mentee_id.id,
            "mentor_partner_id": record.mentor_partner_id.id,
            "state": state,
            "way": "video",
            "start": start,
            "stop": start,
            "duration": hours,
            "mentee_rating": mentee,
            "mentor_rating": mentor,
        }

    @classmethod
    def _insert_survey(cls, match, side, ended, *scales):
        """A survey that was finished, with values of questions from 1 to 5, 0 to 10."""
        record = cls.env["mentoring.match"].browse(match)
        survey = cls.env.ref(f"mentoring_program.survey_{side}")
        questions = survey.question_ids.filtered(
            lambda question: question.question_type == "scale"
        ).sorted("scale_max")
        of_scale = {question.scale_max: question for question in questions}
        [answer] = cls._insert(
            "survey_user_input",
            {
                "survey_id": survey.id,
                "access_token": f"{match}-{side}",
                "mentoring_match_id": match,
                "mentoring_side": side,
                "partner_id": record._get_partner(side).id,
                "state": "done",
                "end_datetime": ended,
            },
        )
        for scale, value in scales:
            cls._insert(
                "survey_user_input_line",
                {
                    "user_input_id": answer,
                    "question_id": of_scale[scale].id,
                    "answer_type": "scale",
                    "value_scale": value,
                    "skipped": False,
                },
            )

    @classmethod
    def _news(cls, match, asking, answered, responsibility):
        record = cls.env["mentoring.match"].browse(match)
        return {
            "match_id": match,
            "program_id": record.program_id.id,
            "company_id": record.company_id.id,
            "mentee_id": record.mentee_id.id,
            "asking": asking,
            "asked_date": answered,
            "answered_date": answered,
            "responsibility": responsibility,
        }

    @classmethod
    def _move(cls, day, company):
        """Return what all documents of a day have in the books."""
        journal = cls.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
        ) or cls.env["account.journal"].create(
            {"name": "X", "code": "X", "type": "general", "company_id": company.id}
        )
        return {
            "journal_id": journal.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "auto_post": "no",
            "date": day,
            "invoice_date": day,
        }

    @classmethod
    def _insert_invoice(
        cls, day, total, residual=0, credited=0, state="posted", company=None
    ):
        """An invoice as the books have it, and the credit note on it."""
        base = {**cls._move(day, company or cls.company), "state": state}
        [invoice] = cls._insert(
            "account_move",
            {
                **base,
                "move_type": "out_invoice",
                "amount_total_signed": total,
                "amount_residual_signed": residual,
            },
        )
        if credited:
            cls._insert(
                "account_move",
                {
                    **base,
                    "move_type": "out_refund",
                    "amount_total_signed": -credited,
                    "amount_residual_signed": 0,
                    "reversed_entry_id": invoice,
                },
            )
        return invoice

    @classmethod
    def _link_theme(cls, application, *names):
        for name in names:
            cls.env.execute_query(
                SQL(
                    "INSERT INTO mentoring_application_mentoring_theme_rel "
                    "(mentoring_application_id, mentoring_theme_id) VALUES (%s, %s) "
                    "RETURNING mentoring_theme_id",
                    application,
                    cls.env.ref(f"mentoring_program.{name}").id,
                )
            )

    @classmethod
    def _compute_outcomes(cls):
        """Have the applications know what came of the pairs that SQL has made."""
        cls.env.invalidate_all()
        applications = cls.env["mentoring.application"].search([])
        cls.env.add_to_compute(applications._fields["outcome"], applications)
        cls.env.flush_all()
        cls.env.invalidate_all()

    # A large set, the same each time

    @classmethod
    def _insert_many(cls, programs, number):
        """Insert ``number`` applications for each programme, with what follows."""
        chance, people = random.Random(8), count()
        partners = cls._insert_partners(number * len(programs))
        applications = []
        for program in programs:
            for __ in range(number):
                applications.append(
                    cls._random_application(program, partners[next(people)], chance)
                )
        cls._insert_random_invoices(applications, chance)
        ids = cls._insert("mentoring_application", *applications)
        mentors = cls._insert_mentors(programs[0], number // 10)
        matches = []
        for id_, row in zip(ids, applications, strict=True):
            if row["waiting_date"] and row["state"] != "withdrawn":
                matches += cls._random_matches(id_, row, mentors, chance)
        match_ids = cls._insert("mentoring_match", *matches)
        sessions, news = [], []
        for id_, row in zip(match_ids, matches, strict=True):
            sessions += cls._random_sessions(id_, row, chance)
            if row["end_date"] and chance.random() < 0.5:
                news += cls._random_news(id_, row, chance)
        cls._insert("mentoring_session", *sessions)
        cls._insert("mentoring_news", *news)
        cls._insert_random_surveys(dict(zip(match_ids, matches, strict=True)), chance)
        cls._compute_outcomes()

    @classmethod
    def _random_moment(cls, chance, after=None, days=900):
        after = after or datetime(2023, 7, 1)
        return after + timedelta(seconds=chance.randrange(days * 86400))

    @classmethod
    def _random_application(cls, program, partner, chance):
        submitted = cls._random_moment(chance)
        state = chance.choice(
            ["submitted", "refused", "waiting", "withdrawn", "matched", "closed"]
        )
        decided = waiting = closed = None
        if state != "submitted":
            decided = cls._random_moment(chance, submitted, 20)
        if state not in ("submitted", "refused"):
            waiting = cls._random_moment(chance, decided, 30)
        if state in ("withdrawn", "closed"):
            closed = cls._random_moment(chance, waiting, 200)
        return cls._application(
            program, state, submitted, decided, waiting, closed, partner
        )

    @classmethod
    def _random_matches(cls, application, row, mentors, chance):
        begun = row["waiting_date"]
        rows = []
        for number in range(chance.randrange(3)):
            begun = cls._random_moment(chance, begun, 120)
            ended = cls._random_moment(chance, begun, 250)
            over = number == 0 or chance.random() < 0.7
            rows.append(
                {
                    "application_id": application,
                    "mentor_id": chance.choice(mentors),
                    "program_id": row["program_id"],
                    "company_id": row["company_id"],
                    "mentee_id": row["partner_id"],
                    "state": "ended" if over else "active",
                    "introduction_date": begun.date(),
                    "end_date": ended if over else None,
                    "outcome": chance.choice(
                        ["completed", "agreement", "never_started", "other"]
                    )
                    if over
                    else None,
                    "session_done_count": chance.randrange(8),
                }
            )
            begun = ended
        return rows

    @classmethod
    def _random_sessions(cls, match, row, chance):
        begun = datetime.combine(row["introduction_date"], datetime.min.time())
        rows = []
        for __ in range(chance.randrange(6)):
            start = cls._random_moment(chance, begun, 150)
            rows.append(
                {
                    "match_id": match,
                    "program_id": row["program_id"],
                    "company_id": row["company_id"],
                    "mentee_id": row["mentee_id"],
                    "mentor_partner_id": None,
                    "state": chance.choice(["done", "done", "missed"]),
                    "way": "phone",
                    "start": start,
                    "stop": start,
                    "duration": chance.choice([1.0, 1.5, 2.0]),
                    "mentee_rating": chance.choice([None, 0, 1, 3, 4, 5]),
                    "mentor_rating": chance.choice([None, 0, 1, 4, 5, 5]),
                }
            )
        return rows

    @classmethod
    def _random_news(cls, match, row, chance):
        return [
            {
                "match_id": match,
                "program_id": row["program_id"],
                "company_id": row["company_id"],
                "mentee_id": row["mentee_id"],
                "asking": asking,
                "asked_date": row["end_date"],
                "answered_date": cls._random_moment(chance, row["end_date"], 200),
                "responsibility": chance.choice(["yes", "partly", "not_yet"]),
            }
            for asking in ("first", "last")
        ]

    @classmethod
    def _insert_random_invoices(cls, applications, chance):
        """Invoice most of those decided upon: paid or not, credited or not."""
        base = cls._move(None, cls.company)
        billed = [
            row
            for row in applications
            if row["decision_date"] and chance.random() < 0.8
        ]
        invoices = []
        for row in billed:
            day = row["decision_date"].date()
            invoices.append(
                {
                    **base,
                    "date": day,
                    "invoice_date": day,
                    "state": chance.choice(["posted", "posted", "posted", "draft"]),
                    "move_type": "out_invoice",
                    "amount_total_signed": 180,
                    "amount_residual_signed": chance.choice([0, 0, 0, 80, 180]),
                }
            )
        ids = cls._insert("account_move", *invoices)
        for row, id_ in zip(billed, ids, strict=True):
            row["invoice_id"] = id_
        cls._insert(
            "account_move",
            *(
                {
                    **invoice,
                    "state": chance.choice(["posted", "draft"]),
                    "move_type": "out_refund",
                    "amount_total_signed": -chance.choice([30, 180]),
                    "amount_residual_signed": 0,
                    "reversed_entry_id": id_,
                }
                for id_, invoice in zip(ids, invoices, strict=True)
                if chance.random() < 0.2
            ),
        )

    @classmethod
    def _insert_random_surveys(cls, matches, chance):
        """Have many of those whose pair has ended answer some of the questions."""
        inputs, scales = [], {}
        for side in ("mentee", "mentor"):
            survey = cls.env.ref(f"mentoring_program.survey_{side}")
            scales[survey.id] = survey.question_ids.filtered(
                lambda question: question.question_type == "scale"
            )
            for id_, row in matches.items():
                if not row["end_date"] or chance.random() < 0.3:
                    continue
                inputs.append(
                    {
                        "survey_id": survey.id,
                        "access_token": f"{id_}-{side}",
                        "mentoring_match_id": id_,
                        "mentoring_side": side,
                        "partner_id": row["mentee_id"],
                        "state": chance.choice(["done", "done", "in_progress"]),
                        "end_datetime": cls._random_moment(chance, row["end_date"], 90),
                    }
                )
        lines = []
        for id_, row in zip(
            cls._insert("survey_user_input", *inputs), inputs, strict=True
        ):
            for question in scales[row["survey_id"]]:
                skipped = chance.random() < 0.2
                lines.append(
                    {
                        "user_input_id": id_,
                        "question_id": question.id,
                        "answer_type": None if skipped else "scale",
                        "value_scale": chance.randint(
                            question.scale_min, question.scale_max
                        ),
                        "skipped": skipped,
                    }
                )
        cls._insert("survey_user_input_line", *lines)


def day(text):
    return date.fromisoformat(text)


def moment(text):
    return datetime.fromisoformat(text)
