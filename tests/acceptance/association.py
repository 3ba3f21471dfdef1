"""A running association: demo database, Odoo server, SMTP server, and its people."""

import contextlib
import json
import textwrap

from dev import database, postgres, server

# Three people who are not in the demo data, and the officer who is. The mentor and the
# mentee have a portal login and, of the association, only what Odoo keeps on members.
MENTEE = {
    "name": "Camille Aubertin",
    "email": "camille.aubertin@example.com",
    "login": "camille",
}
MENTOR = {
    "name": "Solange Verdier",
    "email": "solange.verdier@example.com",
    "login": "solange",
}
OFFICER = {"login": "officer"}

ENTER = """
    from datetime import date, timedelta

    today = date.today()
    product = env["product.product"].create({
        "name": "Membership of the acceptance test", "type": "service",
        "membership": True, "list_price": 90,
        "membership_date_from": today - timedelta(days=30),
        "membership_date_to": today + timedelta(days=335),
    })
    for person in %(people)s:
        partner = env["res.partner"].create({
            "name": person["name"], "email": person["email"], "lang": "en_US",
            "tz": "Europe/Paris", "phone": "+33 1 99 00 12 34",
            "street": "4 rue des Tests", "zip": "75011", "city": "Paris",
            "country_id": env.ref("base.fr").id,
        })
        env["res.users"].with_context(no_reset_password=True).create({
            "name": person["name"], "login": person["login"],
            "password": person["login"], "partner_id": partner.id,
            "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
        })
        env["membership.membership_line"].create({
            "partner_id": partner.id, "membership_id": product.id, "member_price": 90,
            "date": today, "date_from": product.membership_date_from,
            "date_to": product.membership_date_to, "state": "paid",
        })
    env["ir.config_parameter"].set_param("web.base.url", "%(url)s")
    env["mail.mail"].search([]).unlink()
    env.cr.commit()
"""


class Association:
    """The association as the tests see it."""

    def __init__(self, name, odoo, mailbox):
        self.database = name
        self.odoo = odoo
        self.mailbox = mailbox

    def sql(self, statement):
        """Rows of text: for what no person can do, such as letting time go by."""
        return postgres.sql(statement, self.database)

    def get_problems(self):
        """Errors in the server's log.

        Two transactions on one row are none: PostgreSQL refuses the second, which is
        logged as a bad query, and Odoo runs it again. One that fails for good is logged
        once more, by whoever asked for it.
        """
        return [
            line
            for line in self.odoo.problems()
            if " odoo.sql_db: bad query" not in line
        ]

    def let_days_pass(self, days, session_ids):
        """Move sessions into the past, as if ``days`` had gone by since."""
        ids = ",".join(map(str, session_ids))
        self.sql(
            f"UPDATE mentoring_session SET start = start - interval '{days} days', "
            f"stop = stop - interval '{days} days' WHERE id IN ({ids})"
        )


@contextlib.contextmanager
def running(mail_server, people=(MENTEE, MENTOR)):
    """Run the demo association with ``people`` entered as paid-up members."""
    port = server.free_port()
    script = textwrap.dedent(ENTER) % {
        "people": json.dumps(list(people)),
        "url": f"http://{server.HOST}:{port}",
    }
    with (
        postgres.running(),
        database.temporary(demo=True) as name,
    ):
        database.run_script(name, script)
        with server.running(
            name,
            port=port,
            smtp_server=mail_server.hostname,
            smtp_port=mail_server.port,
            max_cron_threads=1,
        ) as odoo:
            yield Association(name, odoo, mail_server.mailbox)
