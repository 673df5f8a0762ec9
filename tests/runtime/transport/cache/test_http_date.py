"""HTTP dates against RFC 9110 and the calendar of the standard library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.transport.cache.http_date import parse_http_date
from tests.runtime.transport.cache.stored_responses import NOW


class TestHttpDate:
    def test_the_three_formats_of_rfc_9110(self) -> None:
        expected = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC).timestamp()
        for text in ("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"):
            assert parse_http_date(text, NOW) == expected

    @given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))
    def test_every_second_of_the_calendar(self, moment: datetime) -> None:
        moment = moment.replace(microsecond=0)
        days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
        day, month = days[moment.weekday()], months[moment.month - 1]
        clock = f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}"
        seconds = moment.timestamp()
        assert parse_http_date(f"{day}, {moment.day:02} {month} {moment.year:04} {clock} GMT", NOW) == seconds
        assert parse_http_date(f"{day} {month} {moment.day:2} {clock} {moment.year:04}", NOW) == seconds

    @given(st.integers(1970, 2200), st.integers(0, 99))
    def test_a_year_of_two_digits_is_never_more_than_50_years_ahead(self, this_year: int, digits: int) -> None:
        now = datetime(this_year, 7, 1, tzinfo=UTC).timestamp()
        parsed = parse_http_date(f"Monday, 01-Jan-{digits:02} 00:00:00 GMT", now)
        assert parsed is not None
        year = datetime.fromtimestamp(parsed, UTC).year
        assert year % 100 == digits
        # Of the two that are 50 years away the one ahead: only more than 50 years ahead is past.
        assert this_year - 50 < year <= this_year + 50

    @pytest.mark.parametrize(
        "text", ["SUN, 06 nov 1994 08:49:37 gmt", "sunDAY, 06-NOV-94 08:49:37 Gmt", "sun NOV 06 08:49:37 1994"]
    )
    def test_case_does_not_matter(self, text: str) -> None:
        assert parse_http_date(text, NOW) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC).timestamp()

    @pytest.mark.parametrize(
        "text",
        [
            "0",
            "",
            "-1",
            "never",
            "Sun, 06 Nov 1994 08:49:37",
            # RFC 9111 4.2: a zone that is not GMT is to be considered invalid.
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 +0100",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 29 Feb 1995 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 194 08:49:37 GMT",
            "Sun, 006 Nov 1994 08:49:37 GMT",
            "Sun, ٠٦ Nov 1994 08:49:37 GMT",
            # Near the three forms is not one of them: RFC 9110 5.6.7 knows no other.
            "Thu, 18 Aug 50 02:01:18 GMT",
            "Thu, 18-Aug-2050 02:01:18 GMT",
            "Thursday, 18 Aug 2050 02:01:18 GMT",
            "Thursday, 18-Aug-2050 02:01:18 GMT",
            "Thu, 18-Aug-50 02:01:18 GMT",
            "Thu, 18 Aug 2050 2:01:18 GMT",
            "Thu, 18 Aug 2050 02:1:18 GMT",
            "Thu, 18  Aug  2050  02:01:18  GMT",
            "Thu,  18 Aug 2050 02:01:18 GMT",
            "Thu,18 Aug 2050 02:01:18 GMT",
            "Thu 18 Aug 2050 02:01:18 GMT",
            "Thu, 18 Aug 2050 02.01.18 GMT",
            "Thu, 8 Aug 2050 02:01:18 GMT",
            "Thu, 18 August 2050 02:01:18 GMT",
            "Foo, 18 Aug 2050 02:01:18 GMT",
            "18 Aug 2050 02:01:18 GMT",
            "Thu Aug 8 02:01:18 2050",
            "Thu Aug  18 02:01:18 2050",
            "Thu Aug 18 02:01:18 50",
            "Thu Aug 18 02:01:18 2050 GMT",
        ],
    )
    def test_anything_else_is_none(self, text: str) -> None:
        assert parse_http_date(text, NOW) is None

    @given(st.text())
    def test_no_text_is_too_odd(self, text: str) -> None:
        parse_http_date(text, NOW)
        parse_http_date("Sun, " + text, NOW)
