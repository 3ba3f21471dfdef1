"""The weekly digest and the dashboard: for officers, each of their company."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MANAGER, MentoringCase


@tagged("post_install", "-at_install")
class TestDigest(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env.ref("mentoring_program.digest_digest")
        cls.digest.company_id = cls.company
        cls.match = cls._make_pair("ended")
        new = cls._make_application(state="submitted")
        old = cls._make_application(state="submitted")
        # What happens in the very second counts the next time.
        cls._move(cls.match.application_id, submitted_date=-0.1)
        cls._move(new, submitted_date=-0.1)
        cls._move(old, submitted_date=-10)
        cls._move(cls.match, introduction_date=-3, end_date=-0.1)
        cls.env.invalidate_all()

    @classmethod
    def _move(cls, record, **days):
        """Write the moments, so many days from now, past the life cycle."""
        cls.env.flush_all()
        now = fields.Datetime.now()
        for name, shift in days.items():
            cls.env.cr.execute(
                f"UPDATE {record._table} SET {name} = %s WHERE id = %s",
                (now + timedelta(days=shift), record.id),
            )
        cls.env.invalidate_all()

    def _get_kpis(self, user, digest=None):
        kpis = (digest or self.digest)._compute_kpis(user.company_id, user)
        return {
            kpi["kpi_name"].removeprefix("kpi_mentoring_"): [
                kpi[f"kpi_col{column}"].get("value") for column in (1, 2, 3)
            ]
            for kpi in kpis
        }

    def test_what_happened_in_a_day_a_week_a_month(self):
        running = self._make_match()
        self._move(running.application_id, submitted_date=-2)
        self._move(self._make_session(running, "done"), start=-2)
        self.env["mentoring.news"].create(
            {"match_id": self.match.id, "asking": "first"}
        ).sudo().action_answer("yes")
        self._move(self.match.news_ids, answered_date=-8)
        found = self._get_kpis(self.user_officer)
        self.assertEqual(
            found,
            {
                "application": [2, 3, 4],
                "match": [0, 1, 1],  # that of today counts tomorrow
                "session": [0, 1, 1],
                "ended": [1, 1, 1],
                "news": [0, 0, 1],
            },
        )

    def test_others_are_told_nothing(self):
        for user in (self.user_employee, self.user_accountant):
            self.assertEqual(self._get_kpis(user), {})
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._make_user(
            "foreign", "Fanny", MANAGER, company_id=other.id, company_ids=other.ids
        )
        values = self._get_kpis(foreign).values()
        self.assertEqual({value for row in values for value in row}, {0})

    def test_its_links_open_lists_that_officers_may_open(self):
        actions = self.digest._compute_kpis_actions(self.company, self.user_officer)
        names = {name for name in actions if name.startswith("kpi_mentoring_")}
        self.assertEqual(names, set(self.digest._get_kpi_fields()))
        for name in names:
            xmlid, menu = actions[name].split("?menu_id=")
            model = self.env[self.env.ref(xmlid).res_model]
            self.assertTrue(model.with_user(self.user_officer).has_access("read"))
            self.assertTrue(self.env["ir.ui.menu"].browse(int(menu)).exists())

    def test_whoever_is_in_charge_receives_it(self):
        self.assertEqual(self.digest.periodicity, "weekly")
        self.program.with_user(self.user_manager).responsible_id = self.user_officer
        self.assertEqual(self.digest.user_ids, self.user_officer)
        digest = self.digest.with_user(self.user_officer)
        digest.action_unsubscribe()
        self.program.name = "Another name"
        self.assertFalse(self.digest.user_ids)
        digest.with_user(self.user_manager).action_subscribe()
        self.assertEqual(self.digest.user_ids, self.user_manager)
        self.program.responsible_id = self.user_employee  # no officer
        self.assertEqual(self.digest.user_ids, self.user_manager)

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._make_user(
            "foreign", "Fanny", MANAGER, company_id=other.id, company_ids=other.ids
        )
        self.env["mentoring.program"].create(
            {"name": "P", "company_id": other.id, "responsible_id": foreign.id}
        )
        own = self.env["digest.digest"].search([("company_id", "=", other.id)])
        self.assertEqual((own.user_ids, own.periodicity), (foreign, "weekly"))
        self.assertNotIn(foreign, self.digest.user_ids)
        self.assertEqual(self._get_kpis(foreign, own)["application"], [0, 0, 0])

    def test_it_is_sent(self):
        self.digest.user_ids = self.user_officer
        self.digest.action_send_manual()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(mail.email_to, self.user_officer.email_formatted)
        self.assertIn("Mentoring: Pairs Introduced", mail.body_html)
        self.assertIn("action-mentoring_program.mentoring_match_action", mail.body_html)


@tagged("post_install", "-at_install")
class TestDashboard(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("mentoring_program.spreadsheet_dashboard")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def _get_sources(self):
        """Yield ``(model, fields, domain, matching)`` of each pivot and each chart."""
        for pivot in self.data["pivots"].values():
            measures = [measure["fieldName"] for measure in pivot["measures"]]
            rows = [row["fieldName"] for row in pivot["rows"] + pivot["columns"]]
            yield (
                pivot["model"],
                measures + rows,
                pivot["domain"],
                pivot["fieldMatching"],
            )
        for figure in self.data["sheets"][0]["figures"]:
            data = figure["data"]
            if meta := data.get("metaData"):
                names = [meta["measure"], *meta["groupBy"]]
                domain = data["searchParams"]["domain"]
                yield meta["resModel"], names, domain, data["fieldMatching"]

    def test_officers_alone_open_it(self):
        Dashboard = self.env["spreadsheet.dashboard"]
        own = [("id", "=", self.dashboard.id)]
        for user, found in (
            (self.user_officer, 1),
            (self.user_manager, 1),
            (self.user_employee, 0),
        ):
            self.assertEqual(Dashboard.with_user(user).search_count(own), found)

    def test_what_it_asks_for_is_there_and_officers_may_read_it(self):
        filters = {one["id"]: one["type"] for one in self.data["globalFilters"]}
        self.assertEqual(set(filters.values()), {"date", "relation"})
        sources = list(self._get_sources())
        self.assertGreater(len(sources), 15)
        for model, names, domain, matching in sources:
            records = self.env[model].with_user(self.user_officer)
            with self.subTest(model=model, names=names):
                records.search_count(domain)
                for name in names:
                    field = name.split(":")[0]
                    self.assertIn(field, [*records._fields, "__count"])
                self.assertEqual(set(matching), set(filters))
                for id_, match in matching.items():
                    field = records._fields[match["chain"]]
                    self.assertEqual(field.type, match["type"])
                    if filters[id_] == "relation":
                        self.assertEqual(field.comodel_name, "mentoring.program")

    def test_its_cards_refer_to_cells_and_menus_that_are_there(self):
        board, data = self.data["sheets"]
        figures = {figure["id"]: figure["data"] for figure in board["figures"]}
        for figure in figures.values():
            for name in ("keyValue", "baseline"):
                if name in figure:
                    self.assertIn(figure[name].removeprefix("Data!"), data["cells"])
        menus = self.data["chartOdooMenusReferences"]
        self.assertEqual(set(menus), set(figures))
        for xmlid in menus.values():
            self.assertEqual(self.env.ref(xmlid)._name, "ir.ui.menu")
        served = self.dashboard.with_user(self.user_officer)
        self.assertTrue(served._get_serialized_readonly_dashboard())
