"""P4: who can meet without a journey."""

import pytest
from logic.place import place_key


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (("FR", "75011", "Paris"), "FR-IDF"),
        (("FR", "92100", "Boulogne"), "FR-IDF"),
        (("FR", "69003", "Lyon"), "FR-69"),
        (("FR", " 69003 ", None), "FR-69"),
        (("FR", "97400", "Saint-Denis"), "FR-974"),
        (("FR", "97110", "Pointe-à-Pitre"), "FR-971"),
        (("FR", "20090", "Ajaccio"), "FR-20"),
        (("FR", "6900", "Lyon"), "FR-lyon"),
        (("FR", "6900X", "Lyon"), "FR-lyon"),
        (("FR", None, "Saint-Étienne"), "FR-saint etienne"),
        (("BE", "1000", "Bruxelles"), "BE-bruxelles"),
        (("US", "75011", "Dallas"), "US-dallas"),
        ((None, None, "Lyon"), "-lyon"),
        ((None, None, None), None),
        (("FR", None, None), None),
        (("FR", "", "  "), None),
    ],
)
def test_the_key_of_a_place(place, key):
    assert place_key(*place) == key


@pytest.mark.parametrize("department", [75, 77, 78, 91, 92, 93, 94, 95])
def test_all_in_the_capital_region_share_it(department):
    assert place_key("FR", f"{department}000", "Anywhere") == "FR-IDF"


def test_the_same_postcode_abroad_is_another_place():
    assert place_key("FR", "75011", "Paris") != place_key("DE", "75011", "Paris")


@pytest.mark.parametrize("city", ["France", "La Holding"])
def test_a_city_keeps_words_that_an_employer_loses(city):
    assert place_key("CA", None, city)


@pytest.mark.parametrize("city", ["東京", "Москва"])
def test_a_city_in_another_script_is_a_place_too(city):
    assert place_key("JP", "100-0001", city)
