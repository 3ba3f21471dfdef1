"""Employers written by hand: when two texts mean the same."""

import pytest
from logic.employer import employer_key, employer_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Société Générale", "SOCIETE GENERALE"),
        ("Société Générale S.A.", "societe generale"),
        ("L'Oréal", "L’Oréal"),
        ("Groupe Lactalis", "Lactalis"),
        ("  Bois   Clair ", "Bois-Clair"),
        ("Müller GmbH", "Muller"),
        ("Acme, Inc.", "ACME"),
        ("Danone France SAS", "Danone"),
    ],
)
def test_case_accents_points_and_legal_forms_make_no_difference(one, other):
    assert employer_key(one) == employer_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bois Clair", "Bois Vert"),
        ("Crédit Agricole", "Crédit Mutuel"),
        ("BNP", "BNP Paribas"),
        ("Johnson & Johnson", "Johnson Johnson"),
    ],
)
def test_other_names_are_other_employers(one, other):
    assert employer_key(one) != employer_key(other)


@pytest.mark.parametrize("text", ["", None, "  ", "...", "S.A.", "—"])
def test_what_names_nobody_has_no_key(text):
    assert employer_key(text) == ""
    assert employer_keys(text) == frozenset()


def test_an_employer_a_line_from_several_texts():
    keys = employer_keys("Acier Durable", "Bois Clair\n\nVerre & Fils SARL\n", None)
    assert keys == {"acier durable", "bois clair", "verre & fils"}


@pytest.mark.parametrize("name", ["三菱商事", "Газпром", "Ελληνικά", "القابضة"])
def test_a_name_in_another_script_is_a_name_too(name):
    assert employer_key(name) != ""
