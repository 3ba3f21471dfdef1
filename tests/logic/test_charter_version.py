import pytest
from logic.charter_version import next_version


@pytest.mark.parametrize(
    ("version", "taken", "expected"),
    [
        ("1.0", {"1.0"}, "1.1"),
        ("1.0", {"1.0", "1.1", "1.2"}, "1.3"),
        ("1.9", {"1.9"}, "1.10"),
        ("2026", {"2026"}, "2027"),
        ("v3 beta", {"v3 beta"}, "v4 beta"),
        ("Spring", {"Spring"}, "Spring 2"),
        ("Spring", {"Spring", "Spring 2"}, "Spring 3"),
    ],
)
def test_the_next_version_is_free_and_comes_after(version, taken, expected):
    """S3: each version can be told from the others."""
    assert next_version(version, taken) == expected
