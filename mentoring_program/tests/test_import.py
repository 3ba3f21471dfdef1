import csv
import io
from datetime import date

from odoo.tests import tagged
from odoo.tools import file_open, file_path, mute_logger

from .common import MentoringCase

DATA = "mentoring_program/tests/data"
TEMPLATES = "mentoring_program/static/import"
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}
DAY = date(2026, 11, 15)  # on which the memberships of the files are looked at


def read(path):
    with file_open(path) as file:
        return file.read()


def as_csv(rows):
    """Write dictionaries, not all of which need have all columns, as CSV."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


class ImportCase(MentoringCase):
    """Imports CSV texts as Odoo's import screens do, as a manager who may do so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_importer = cls._make_user(
            "importer",
            "Irma Importer",
            "mentoring_program.group_manager,base.group_partner_manager",
        )
        cls.env["product.product"].create(
            [
                {
                    "name": f"Membership {year}",
                    "type": "service",
                    "membership": True,
                    "membership_date_from": date(year, 1, 1),
                    "membership_date_to": date(year, 12, 31),
                    "list_price": 95,
                }
                for year in range(2024, 2028)
            ]
        )

    @classmethod
    def _import(cls, model, text, dryrun=False):
        """Return what the import screen would be told: ids and messages."""
        wizard = (
            cls.env["base_import.import"]
            .with_user(cls.user_importer)
            .create(
                {"res_model": model, "file": text.encode(), "file_type": "text/csv"}
            )
        )
        columns = next(csv.reader(io.StringIO(text)))
        return wizard.execute_import(columns, columns, dict(OPTIONS), dryrun=dryrun)

    @classmethod
    def _import_file(cls, model, path):
        """Import a file in which nothing is wrong; return the records."""
        result = cls._import(model, read(path))
        if result["messages"]:
            raise AssertionError(f"{path}: {result['messages']}")
        return cls.env[model].browse(result["ids"])

    def _imported(self, name):
        return self.env.ref(f"__import__.{name}")


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    """A whole association arrives in three files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contacts = cls._import_file("res.partner", f"{DATA}/contacts.csv")
        cls.lines = cls._import_file(
            "membership.membership_line", f"{DATA}/memberships.csv"
        )
        cls.mentors = cls._import_file("mentoring.mentor", f"{DATA}/mentors.csv")

    def test_everything_in_the_files_is_there(self):
        self.assertEqual(
            [len(self.contacts), len(self.lines), len(self.mentors)], [2000, 2400, 300]
        )

    def test_a_contact_has_its_address(self):
        contact = self._imported("alumni_0002")

        self.assertTrue(contact.email.endswith("2@example.com"))
        self.assertTrue(contact.city)
        self.assertTrue(contact.country_id)

    def test_imported_memberships_decide_who_is_covered(self):
        cases = {
            "alumni_0005": date(2026, 12, 31),  # paid for this year and the last
            "alumni_0001": None,  # lapsed at the end of last year
            "alumni_0002": None,  # invoiced, not paid (E7)
            "alumni_0003": None,  # paid, from next year on
            "alumni_0004": None,  # never a member
        }
        for name, expected in cases.items():
            contact = self._imported(name)
            with self.subTest(name):
                until = contact._get_membership_until(DAY, self.company)
                self.assertEqual(until.get(contact.id), expected)

    def test_a_membership_paid_ahead_covers_once_it_has_begun(self):
        contact = self._imported("alumni_0003")

        until = contact._get_membership_until(date(2027, 1, 1), self.company)

        self.assertEqual(until, {contact.id: date(2027, 12, 31)})

    def test_a_fifth_of_the_contacts_is_covered(self):
        until = self.contacts._get_membership_until(DAY, self.company)

        self.assertEqual(len(until), 400)

    def test_imported_mentors_are_drafts_with_their_profile(self):
        for row in list(csv.DictReader(io.StringIO(read(f"{DATA}/mentors.csv"))))[::60]:
            mentor = self._imported(row["id"])
            with self.subTest(row["id"]):
                self.assertEqual(mentor.state, "draft")
                self.assertEqual(
                    mentor.partner_id, self._imported(row["partner_id/id"])
                )
                self.assertEqual(mentor.program_ids, self.program)
                self.assertEqual(mentor.capacity, int(row["capacity"]))
                self.assertEqual(
                    mentor.theme_ids.ids,
                    self._sorted_ids(mentor.theme_ids, row["theme_ids/id"]),
                )
                self.assertEqual(
                    len(mentor.lang_ids), len(row["lang_ids/id"].split(","))
                )
                self.assertEqual(mentor.city, mentor.partner_id.city)

    def _sorted_ids(self, records, xmlids):
        named = records.browse(self.env.ref(xmlid).id for xmlid in xmlids.split(","))
        return named.sorted().ids

    def test_an_imported_mentor_is_not_approved_before_signing(self):
        mentor = self._imported("mentor_0001")

        self.assertIn("(S2)", mentor._why_not("submitted"))

    def test_importing_the_file_again_makes_nothing_twice(self):
        self._import_file("mentoring.mentor", f"{DATA}/mentors.csv")

        found = self.env["mentoring.mentor"].search_count(
            [("partner_id", "in", self.contacts.ids)]
        )
        self.assertEqual(found, 300)

    def test_one_wrong_row_keeps_the_others_out(self):
        rows = list(csv.DictReader(io.StringIO(read(f"{DATA}/mentors.csv"))))[:60]
        for row in rows:
            row["capacity"] = "7"
        rows[-1]["capacity"] = "-7"

        with mute_logger("odoo.sql_db"):
            result = self._import("mentoring.mentor", as_csv(rows))

        self.assertEqual(result["messages"][-1]["rows"]["from"], len(rows) - 1)
        self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertNotIn(7, self.mentors.mapped("capacity"))


@tagged("post_install", "-at_install")
class TestImportTemplates(ImportCase):
    """The templates of the import screens can be imported as they are."""

    def test_the_templates_can_be_imported(self):
        for lang in ("en_US", "fr_FR"):
            if not self.env["res.lang"]._get_data(code=lang):
                continue
            self.user_importer.lang = lang
            with self.subTest(lang), self.env.cr.savepoint() as savepoint:
                self._import_file("res.partner", f"{TEMPLATES}/contacts.csv")
                self._import_file(
                    "membership.membership_line", f"{TEMPLATES}/memberships.csv"
                )
                self._import_file("mentoring.mentor", f"{TEMPLATES}/mentors.csv")
                mentor = self._imported("mentor_0001")
                self.assertEqual(len(mentor.theme_ids), 2)
                self.assertEqual(mentor.past_employers.count("\n"), 1)
                savepoint.rollback()

    def test_each_screen_offers_its_template(self):
        for model, name in (
            ("res.partner", "contacts"),
            ("membership.membership_line", "memberships"),
            ("mentoring.mentor", "mentors"),
        ):
            with self.subTest(model):
                paths = [
                    template["template"]
                    for template in self.env[model].get_import_templates()
                ]
                self.assertIn(f"/{TEMPLATES}/{name}.csv", paths)
                self.assertTrue(file_path(f"{TEMPLATES}/{name}.csv"))

    def test_the_screens_recognise_every_column_of_the_templates(self):
        for model, name in (
            ("res.partner", "contacts"),
            ("membership.membership_line", "memberships"),
            ("mentoring.mentor", "mentors"),
        ):
            text = read(f"{TEMPLATES}/{name}.csv")
            wizard = self.env["base_import.import"].create(
                {"res_model": model, "file": text.encode(), "file_type": "text/csv"}
            )
            with self.subTest(model):
                preview = wizard.parse_preview(dict(OPTIONS))
                found = ["/".join(preview["matches"][i]) for i in preview["matches"]]
                self.assertEqual(found, preview["headers"])


@tagged("post_install", "-at_install")
class TestImportRefusals(ImportCase):
    """A wrong row is named with its reason, and nothing of the file is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = next(csv.DictReader(io.StringIO(read(f"{TEMPLATES}/mentors.csv"))))
        cls.first = cls._make_named("first_contact")
        cls.second = cls._make_named("second_contact")

    @classmethod
    def _make_named(cls, name):
        partner = cls._make_member(paid=False)
        cls.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"__import__.{name}", "record": partner, "noupdate": False}]
        )
        return partner

    def _rows(self, **wrong):
        """A right row, followed by one that is right but for ``wrong``."""
        good = {**self.row, "id": "row_1", "partner_id/id": "first_contact"}
        bad = {**self.row, "id": "row_2", "partner_id/id": "second_contact"}
        return as_csv([good, {**bad, **wrong}])

    def assertRefusedRow(self, model, text, reason, row=1):
        """The import is refused, tested or real, for ``reason`` in row ``row``."""
        before = self.env[model].search_count([])
        for dryrun in (True, False):
            with mute_logger("odoo.sql_db"):
                result = self._import(model, text, dryrun=dryrun)
            errors = [one for one in result["messages"] if one["type"] == "error"]
            told = [
                one for one in errors if reason.lower() in str(one["message"]).lower()
            ]
            self.assertTrue(told, f"{reason!r} is not in {errors}")
            if row is not None:
                rows = [one["rows"]["from"] for one in told if "rows" in one]
                self.assertIn(row, rows)
            self.assertFalse(result.get("ids"))
            self.env.invalidate_all()
            self.assertEqual(self.env[model].search_count([]), before)

    def test_wrong_rows_of_mentors(self):
        cases = {
            "unknown theme": (
                {"theme_ids/id": "mentoring_program.theme_magic"},
                "theme_magic",
            ),
            "unknown level": (
                {"level_id/id": "mentoring_program.level_emperor"},
                "level_emperor",
            ),
            "places in words": ({"capacity": "two"}, "two"),
            "negative places": ({"capacity": "-1"}, "from 0 to 50"),
            "too many places": ({"capacity": "51"}, "from 0 to 50"),
            "experience to come": ({"experience_start": "9999-01-01"}, "9999"),
            "no contact": ({"partner_id/id": ""}, "contact"),
            "unknown contact": ({"partner_id/id": "nobody"}, "nobody"),
            "same contact twice": (
                {"partner_id/id": "first_contact"},
                "has a mentor profile already",
            ),
            "hostile reference": (
                {"level_id/id": "x' OR '1'='1; DROP TABLE mentoring_mentor"},
                "no matching record",
            ),
            "hostile formula": ({"capacity": '=HYPERLINK("x")'}, "HYPERLINK"),
        }
        for name, (wrong, reason) in cases.items():
            with self.subTest(name):
                self.assertRefusedRow("mentoring.mentor", self._rows(**wrong), reason)

    def test_a_wrong_date_names_its_line(self):
        for value in ("31/02/2010", "yesterday", "2010-13-45"):
            with self.subTest(value):
                text = self._rows(experience_start=value)
                self.assertRefusedRow("mentoring.mentor", text, "line 2", row=None)

    def test_what_the_life_cycle_and_facts_decide_can_not_be_imported(self):
        cases = {
            "state": ("approved", "starts as"),
            "taken_places": ("1", "follows from other facts"),
            "free_places": ("9", "follows from other facts"),
        }
        for column, (value, reason) in cases.items():
            with self.subTest(column):
                text = self._rows(**{column: value})
                self.assertRefusedRow("mentoring.mentor", text, reason)

    def test_an_import_does_not_sign_for_anybody(self):
        text = as_csv([{"partner_id/id": "first_contact", "signed_name": "First"}])

        self.assertRefusedRow("mentoring.charter.signature", text, "", row=None)

    def test_a_mentor_keeps_the_contact(self):
        self._import("mentoring.mentor", self._rows())
        row = {**self.row, "id": "row_1", "partner_id/id": "second_contact"}

        result = self._import("mentoring.mentor", as_csv([row]))

        self.assertTrue(result["messages"])
        self.assertEqual(self._imported("row_1").partner_id, self.first)

    def test_hostile_text_stays_text(self):
        words = "<script>alert(1)</script> =cmd|' /C calc'!A0 'DROP TABLE x;--"

        self._import("mentoring.mentor", self._rows(presentation=words))

        self.assertEqual(self._imported("row_2").presentation, words)

    def test_wrong_rows_of_memberships(self):
        good = {
            "partner_id/id": "first_contact",
            "membership_id": "Membership 2026",
            "member_price": "95",
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            "state": "paid",
        }
        cases = {
            "unknown contact": ({"partner_id/id": "nobody"}, "nobody"),
            "unknown product": ({"membership_id": "Gold card"}, "gold card"),
            "unknown state": ({"state": "gratis"}, "gratis"),
            "ends before it begins": ({"date_to": "2025-01-01"}, "ending date"),
        }
        for name, (wrong, reason) in cases.items():
            with self.subTest(name):
                self.assertRefusedRow(
                    "membership.membership_line",
                    as_csv([good, {**good, **wrong}]),
                    reason,
                )

    def test_wrong_rows_of_contacts(self):
        good = {"name": "Good Row", "country_id": "FR"}
        cases = {
            "unknown country": ({"country_id": "Atlantis"}, "atlantis"),
            "unknown language": ({"lang": "xx_XX"}, "xx_xx"),
        }
        for name, (wrong, reason) in cases.items():
            with self.subTest(name):
                text = as_csv([good, {**good, **wrong}])
                self.assertRefusedRow("res.partner", text, reason)
