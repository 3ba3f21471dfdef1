"""What must hold of places and mentors (M4, M5), whatever has happened meanwhile."""

from dev import postgres

HELD = "state IN ('proposed', 'active')"


def rows(odoo, statement):
    """The rows of a query on numbers."""
    return [tuple(map(int, row)) for row in postgres.sql(statement, odoo.database)]


def assert_right(odoo):
    """The rules hold, and the records count right."""
    limit = "(SELECT max(mentor_places) FROM mentoring_program)"
    over = f"""
        SELECT mentor.id, capacity, count(*) FROM mentoring_match match
          JOIN mentoring_mentor mentor ON mentor.id = mentor_id
         WHERE match.{HELD} GROUP BY mentor.id
        HAVING count(*) > least(capacity, {limit})
    """
    assert rows(odoo, over) == []
    twice = f"""
        SELECT mentee_id, count(*) FROM mentoring_match
         WHERE {HELD} GROUP BY mentee_id HAVING count(*) > 1
    """
    assert rows(odoo, twice) == []
    miscounted = f"""
        SELECT id, taken_places, free_places, capacity FROM mentoring_mentor mentor
         WHERE taken_places <> (SELECT count(*) FROM mentoring_match match
                                 WHERE mentor_id = mentor.id AND match.{HELD})
            OR free_places <> greatest(capacity - taken_places, 0)
    """
    assert rows(odoo, miscounted) == []
    unpaired = """
        SELECT match.id FROM mentoring_match match
          JOIN mentoring_application application ON application.id = application_id
         WHERE (match.state = 'active') <> (application.state = 'matched')
           AND match.state IN ('active', 'proposed')
    """
    assert rows(odoo, unpaired) == []


def assert_log_is_clean(odoo):
    """No error but PostgreSQL's own complaints, each of which Odoo has run again."""
    assert [line for line in odoo.problems() if "sql_db: bad query" not in line] == []
