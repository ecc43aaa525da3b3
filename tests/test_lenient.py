"""Values as real feeds write them: which are read, and which are not guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.formats import lenient
from syndicate.formats.dates import rfc3339

_AT = datetime(2025, 3, 4, 9, 10, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "quirk"),
    [
        ("2025-03-04T09:10:11Z", ""),
        ("2025-03-04T10:10:11+01:00", ""),
        ("2025-03-04T10:10:11+0100", "is not written as xs:dateTime"),
        ("20250304T091011Z", "is not written as xs:dateTime"),
        ("2025-03-04 10:10:11 +01", "is not written as xs:dateTime"),
        ("2025-03-04T09:10:11UTC", "is not written as xs:dateTime"),
        ("\n 2025-03-04T09:10:11Z ", "has blanks around it"),
    ],
)
def test_moments_that_are_certain_are_read(written: str, quirk: str) -> None:
    assert lenient.moment(written) == (_AT, quirk)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "is empty"),
        (" ", "is empty"),
        ("2025-03-04T09:10:11", "has no time zone"),
        ("2025-03-04", "is a day without a time"),
        ("2025", "is a day without a time"),
        ("yesterday", "is no date and time"),
        ("2025-02-30T00:00:00Z", "is no date and time that exists"),
        ("2025-03-04T09:10:11+15:00", "is no date and time that exists"),
        ("2025-03-04T09:10:11+01:75", "is no date and time that exists"),
        ("0001-01-01T00:00:00+14:00", "is no date and time that exists"),
    ],
)
def test_moments_that_are_not_certain_stay_unknown(written: str, why: str) -> None:
    assert lenient.moment(written) == (None, why)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_says_why_not(written: str) -> None:
    found = lenient.moment(written)
    assert (found.value is not None and found.value.tzinfo is not None) or found.quirk


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_moments_of_ours_are_read_back(at: datetime, minutes: int) -> None:
    instant = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert lenient.moment(rfc3339(instant)).value == instant


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("69", 69),
        ("61.5", 61.5),
        ("00:01:09", 69),
        ("1:09", 69),
        ("PT1M9S", 69),
        ("PT1H", 3600),
        ("-1", None),
        ("x", None),
    ],
)
def test_durations(written: str, seconds: float | None) -> None:
    assert lenient.seconds(written) == seconds


@pytest.mark.parametrize(
    ("written", "value"), [("12", 12), (" 12 ", 12), ("", None), ("1.5", None), ("-3", None), ("٣", None)]
)
def test_whole_numbers(written: str, value: int | None) -> None:
    assert lenient.whole(written) == value


@pytest.mark.parametrize(
    ("written", "value"), [("1.5", 1.5), ("nan", None), ("inf", None), ("", None), ("1e400", None)]
)
def test_numbers(written: str, value: float | None) -> None:
    assert lenient.number(written) == value
