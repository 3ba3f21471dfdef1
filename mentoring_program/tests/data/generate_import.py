"""Write contacts.csv, memberships.csv and mentors.csv, as an association sends them.

    python3 mentoring_program/tests/data/generate_import.py

Always the same rows: 2,000 contacts, their memberships from 2024 to 2027, and 300
mentors. Names are drawn from common first and family names, employers are invented.
"""

import csv
import random
import unicodedata
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent
CONTACTS = 2000
MENTORS = 300
FIRST_NAMES = """
Adèle Adrien Aïcha Alice Amadou Anaïs Anouk Antoine Arthur Aurore Bastien Bérénice
Bilal Brigitte Camille Céline Chloé Clément Damien Denis Diane Édouard Élise Émile
Fanny Farid Florence François Gabriel Gaëlle Grégoire Guy Hakim Hélène Hugues Ines
Jacques Jeanne Joël Judith Karima Laetitia Lin Louis Lucas Maëlys Malik Marc Margaux
Mathilde Michel Mohamed Nadège Nina Noémie Octave Odile Paul Pénélope Quentin Rachida
Rémi Rose Sacha Salomé Samuel Séverine Solange Thibault Ulysse Valérie Victor Yann Zoé
""".split()
FAMILY_NAMES = """
Achard Barreau Bensaïd Berger Bonnefoy Bouvier Caron Chapuis Clerc Cordier Da-Silva
Dembélé Deschamps Dubreuil Étienne Faivre Ferreira Fournier Garnier Giraud Guichard
Hamon Humbert Jacob Joubert Keïta Klein Lacroix Langlois Lebrun Le-Gall Maréchal Masson
Mendes Meyer Moulin Nguyen Noir Ollivier Paris Pelletier Pichon Poirier Prigent Rault
Renaud Rey Rossi Saidi Salmon Schmitt Tanguy Texier Thibaud Tran Vasseur Verdier Vial
""".split()
PLACES = (
    # city, postcode, country, how often
    ("Paris", "75{:03d}", "FR", 34),
    ("Boulogne-Billancourt", "92100", "FR", 8),
    ("Versailles", "78000", "FR", 5),
    ("Montreuil", "93100", "FR", 4),
    ("Lyon", "6900{:d}", "FR", 12),
    ("Lille", "59000", "FR", 8),
    ("Nantes", "44000", "FR", 6),
    ("Toulouse", "31000", "FR", 6),
    ("Bordeaux", "33000", "FR", 5),
    ("London", "E14 5AB", "GB", 5),
    ("Montréal", "H3B 2Y5", "CA", 3),
    ("Tokyo", "100-0005", "JP", 2),
    ("Bruxelles", "1000", "BE", 2),
)
EMPLOYERS = (
    """
Aquiléo|Boréalis|Caprivolt|Distriflore|Ferronia|Hexaport|Kéravel|Logiréa|Lumival|Norvige
Optimaze|Orméa|Ravenel|Solignac|Sylvabois|Télénéa|Tessaline|Transméris|Vauclair|Verdalis
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
JOBS = {
    "finance": "Direction financière",
    "human_resources": "Direction des ressources humaines",
    "sales": "Direction commerciale",
    "operations": "Direction des opérations",
    "it": "Direction des systèmes d'information",
    "marketing": "Direction du marketing",
    "legal": "Direction juridique",
    "strategy": "Direction de la stratégie",
}
LEVELS = ("significant_teams", "management_committee", "general_management")
THEMES = (
    "leadership influence strategy conflicts international networks balance".split()
)
SECTORS = "CDFGHJKLMQ"


def plain(text):
    """``"Le-Gall"`` → ``"legall"``, for an e-mail address."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in decomposed if char.isascii() and char.isalpha())


def contacts(rng):
    weights = [place[3] for place in PLACES]
    for number in range(1, CONTACTS + 1):
        first, family = rng.choice(FIRST_NAMES), rng.choice(FAMILY_NAMES)
        city, postcode, country, __ = rng.choices(PLACES, weights)[0]
        yield {
            "id": f"alumni_{number:04d}",
            "name": f"{first} {family.replace('-', ' ')}",
            "email": f"{plain(first)}.{plain(family)}{number}@example.com",
            "zip": postcode.format(rng.randint(1, 9)),
            "city": city,
            "country_id": country,
        }


def memberships():
    """What contact n pays depends on n: see ``test_import.py``, which relies on it."""
    for number in range(1, CONTACTS + 1):
        years = {
            0: (2025, 2026),  # up to date in 2026
            1: (2024, 2025),  # lapsed at the end of 2025
            2: (2026,),  # invoiced only, see below
            3: (2027,),  # paid ahead, not covered yet
        }.get(number % 5, ())
        for year in years:
            yield {
                "partner_id/id": f"alumni_{number:04d}",
                "membership_id": f"Membership {year}",
                "date_from": date(year, 1, 1),
                "date_to": date(year, 12, 31),
                "member_price": 95,
                "state": "invoiced" if number % 5 == 2 else "paid",
            }


def ids(module, kind, names):
    return ",".join(f"{module}.{kind}_{name}" for name in names)


def mentors(rng, people):
    addon = "mentoring_program"
    for number in range(1, MENTORS + 1):
        person = people[5 * number - 1]
        job = rng.choice(sorted(JOBS))
        yield {
            "id": f"mentor_{number:04d}",
            "partner_id/id": person["id"],
            "program_ids/id": f"{addon}.program_career",
            "job_title": JOBS[job],
            "employer": rng.choice(EMPLOYERS),
            "experience_start": date(rng.randint(1990, 2010), rng.randint(1, 12), 1),
            "level_id/id": ids(addon, "level", [rng.choice(LEVELS)]),
            "theme_ids/id": ids(addon, "theme", rng.sample(THEMES, rng.randint(1, 3))),
            "function_ids/id": ids(addon, "function", [job]),
            "industry_ids/id": ids("base", "res_partner_industry", rng.choice(SECTORS)),
            "lang_ids/id": ids("base", "lang", ["fr", "en"][: rng.randint(1, 2)]),
            "capacity": rng.randint(1, 2),
        }


def write(name, rows):
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    rng = random.Random(20260101)
    people = list(contacts(rng))
    write("contacts.csv", people)
    write("memberships.csv", list(memberships()))
    write("mentors.csv", list(mentors(rng, people)))


if __name__ == "__main__":
    main()
