from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..logic import eligibility
from .finding_sentences import member_sentence
from .json_answers import JsonAnswers, refuse
from .mentoring_application import OPEN_STATES
from .mentoring_profile_mixin import WAYS

GROUP = "mentoring_program.group_website"
MONTHS_LIMIT = 120
OBJECTIVE_LIMIT = 5_000
LINES = ("job_title", "employer", "zip", "city")
TEXTS = ("expectations", "motivations", "wishes")
SELECTIONS = ("employment", "aim")
LISTS = {
    "level_id": "mentoring.level",
    "target_level_id": "mentoring.level",
    "function_id": "mentoring.function",
    "industry_id": "res.partner.industry",
}


class MentoringApplication(models.Model):
    """Applications that the association's own website sends (docs/api.md).

    Its technical user needs one group and no other right: these methods check the
    group, then work for it. What they make stays a draft: the member signs the charter
    in the portal, in person (S2), and submits it there.
    """

    _inherit = "mentoring.application"

    website_reference = fields.Char(
        "Reference of the Website",
        readonly=True,
        copy=False,
        help="What the association's own website calls the application that it sent.",
    )

    _website_once = models.UniqueIndex(
        "(company_id, website_reference) WHERE website_reference IS NOT NULL",
        "The website has sent this application already.",
    )

    @api.model
    def website_questions(self, program=None):
        """Return the answers that there are to choose from, in the asked language.

        :param int program: of the user's companies; the only one may be left out
        """
        self = self._as_website()
        offered = self._website_offer()
        return {
            "program": self._website_program(program).id,
            "selections": {
                name: dict(self._fields[name]._description_selection(self.env))
                for name in SELECTIONS
            },
            **{
                name: {one.id: one.display_name for one in records}
                for name, records in offered.items()
                if name != "languages"
            },
            "languages": sorted(offered["languages"]),
            "ways": list(WAYS),
        }

    @api.model
    def website_apply(self, reference, person, answers=None, program=None):
        """Begin an application for somebody who applied on the association's website.

        Sent again with the same reference, it changes nothing and answers the same
        application, so a website may try again when it got no answer.

        :param str reference: the website's own name for this application
        :param dict person: ``name``, ``email``; ``phone``, ``lang`` for a new contact
        :param dict answers: of the questionnaire, by name; what lacks is asked for in
            the portal
        :param int program: see ``website_questions``
        :return: id, reference, state, created, findings, missing, url
        :raises UserError: a sentence for each answer that is wrong
        """
        self = self._as_website()
        program = self._website_program(program)
        reference = self._website_reference_of(reference)
        known = self.search(
            [
                ("company_id", "=", program.company_id.id),
                ("website_reference", "=", reference),
            ]
        )
        if known:
            return known._website_answer(created=False)
        who = JsonAnswers(self.env, "person", person)
        contact = self._website_read_person(who)
        form = JsonAnswers(self.env, "answers", {} if answers is None else answers)
        values = self._website_read_answers(form, program)
        refuse(who, form)
        application = self.create(
            {
                **values,
                "partner_id": self._website_contact(contact, program).id,
                "program_id": program.id,
                "website_reference": reference,
            }
        )
        return application._website_answer(created=True)

    def _as_website(self):
        """Return the model with all rights, for the website's user alone."""
        if not self.env.user.has_group(GROUP):
            raise AccessError(
                self.env._("This key may not send applications of a website.")
            )
        # The group was checked; what follows keeps to the user's companies.
        return self.sudo()

    def _website_program(self, program):
        domain = Domain("company_id", "in", self.env.companies.ids)
        if program is not None:
            if type(program) is not int:
                raise UserError(self.env._("“program” must be a number."))
            domain &= Domain("id", "=", program)
        found = self.env["mentoring.program"].search(domain, limit=2)
        if not found:
            raise UserError(self.env._("There is no such programme."))
        if len(found) > 1:
            raise UserError(self.env._("There are several programmes: name one."))
        return found

    def _website_reference_of(self, reference):
        form = JsonAnswers(self.env, "website_apply", {"reference": reference})
        text = form.line("reference")
        refuse(form)
        if not text:
            raise UserError(self.env._("The reference of the application is missing."))
        return text

    # Who

    def _website_read_person(self, form):
        env = self.env
        langs = dict(env["res.lang"].get_installed())
        contact = {
            "name": form.line("name"),
            "email": form.email("email"),
            "phone": form.line("phone"),
            "lang": form.choice("lang", langs),
        }
        if not contact["name"]:
            form.fail("name", env._("Tell the name."))
        if not form.sent.get("email"):
            form.fail("email", env._("Tell the e-mail address."))
        return contact

    def _website_contact(self, contact, program):
        """Return the contact with that address, unchanged, or a new one."""
        Partner = self.env["res.partner"]
        found = Partner.search(
            [
                ("email_normalized", "=", contact["email"]),
                ("is_company", "=", False),
                ("company_id", "in", (False, program.company_id.id)),
            ],
            limit=2,
        )
        if len(found) > 1:
            raise UserError(
                self.env._(
                    "Several contacts have this e-mail address: the career centre "
                    "has to tell which applies."
                )
            )
        if not found:
            values = {name: value for name, value in contact.items() if value}
            return Partner.create({**values, "company_id": program.company_id.id})
        if self.search_count(
            [
                ("partner_id", "=", found.id),
                ("program_id", "=", program.id),
                ("state", "in", OPEN_STATES),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "This person has an application for “%(program)s” already.",
                    program=program.name,
                )
            )
        return found

    # The questionnaire

    def _website_offer(self):
        """Return the records that may be chosen, by the answer's name."""
        langs = self.env["res.lang"].with_context(active_test=False).search(Domain.TRUE)
        languages = {}
        for lang in langs.sorted(lambda lang: (not lang.active, lang.id)):
            languages.setdefault(lang.code.split("_")[0], lang.id)
        return {
            **{
                name: self.env[model].search(Domain.TRUE)
                for name, model in LISTS.items()
            },
            "themes": self.env["mentoring.theme"].search(Domain.TRUE),
            "countries": self.env["res.country"].search(Domain.TRUE),
            "languages": languages,
        }

    def _website_read_answers(self, form, program):
        """Return the values of the answers that were sent."""
        offered, today = self._website_offer(), program._get_today()
        values = {name: form.line(name) for name in LINES}
        values |= {name: form.text(name) for name in TEXTS}
        for name in SELECTIONS:
            options = dict(self._fields[name]._description_selection(self.env))
            values[name] = form.choice(name, options)
        for name in LISTS:
            values[name] = form.choice(name, offered[name].ids)
        values["country_id"] = form.choice("country_id", offered["countries"].ids)
        for name in ("experience_start", "new_post_date"):
            values[name] = form.past_date(name, today)
        values["target_months"] = form.integer("target_months", 1, MONTHS_LIMIT)
        languages = form.choices("languages", offered["languages"])
        ways = form.choices("ways", WAYS)
        objectives = self._website_read_objectives(form, offered["themes"].ids)
        return {
            **{name: value for name, value in values.items() if value is not None},
            "lang_ids": [
                Command.set([offered["languages"][code] for code in languages or []])
            ],
            "objective_ids": [Command.create(one) for one in objectives],
            **({f"meet_{way}": way in ways for way in WAYS} if ways else {}),
        }

    def _website_read_objectives(self, form, themes):
        """Return the values of the objectives, one a theme at most (P5, P6)."""
        objectives = []
        for number, item in enumerate(form.items("objectives") or []):
            name = f"{form.name}.objectives[{number}]"
            part = JsonAnswers(self.env, name, item)
            theme = part.choice("theme_id", themes)
            text = part.text("description", OBJECTIVE_LIMIT)
            if not part.errors and not (theme and text):
                part.fail(
                    "description", self.env._("Tell the theme, in your own words.")
                )
            if theme and theme in (one["theme_id"] for one in objectives):
                part.fail("theme_id", self.env._("Each theme once, please."))
            form.errors += part.get_errors()
            objectives.append({"theme_id": theme, "description": text})
        return objectives

    # The answer

    def _website_answer(self, created):
        """Return what the website may know; nothing of what is decided later.

        Of the findings, those that the answers decide: what the association knows of
        the contact besides (membership, fees, earlier pairs) is not told.
        """
        self.ensure_one()
        state = self.state if self.state in ("draft", "submitted") else "received"
        answer = {
            "id": self.id,
            "reference": self.website_reference,
            "state": state,
            "created": created,
            "url": f"{self.get_base_url()}/my/mentoring/applications/{self.id}",
            "findings": [],
            "missing": [],
        }
        if state == "received":
            return answer
        [applicant] = self._get_judged()
        policy = self.program_id._get_policy()
        return {
            **answer,
            "findings": [
                {
                    "rule": finding.rule,
                    "passed": finding.passed,
                    "sentence": member_sentence(self.env, finding),
                }
                for finding in eligibility.questionnaire_findings(applicant, policy)
            ],
            "missing": [
                member_sentence(self.env, finding)
                for finding in eligibility.against_submission(applicant, policy)
            ],
        }
