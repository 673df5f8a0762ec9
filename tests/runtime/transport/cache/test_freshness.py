"""Freshness against the formulas of RFC 9111, written out here a second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.transport.cache import rules
from tests.runtime.transport.cache.stored_responses import NOW, Headers, date, response

seconds = st.integers(0, 10**7)
maybe_seconds = st.none() | seconds
moments = st.integers(NOW - 10**7, NOW + 10**7)


class TestFreshness:
    @given(
        date_value=st.none() | moments,
        age_value=maybe_seconds,
        response_delay=st.integers(0, 1000),
        resident_time=seconds,
    )
    def test_age_is_that_of_rfc_9111_4_2_3(
        self, date_value: int | None, age_value: int | None, response_delay: int, resident_time: int
    ) -> None:
        headers: Headers = []
        if date_value is not None:
            headers.append(("Date", date(date_value)))
        if age_value is not None:
            headers.append(("Age", str(age_value)))
        stored = response(*headers, delay=response_delay)
        apparent_age = max(0, NOW - (NOW if date_value is None else date_value))
        corrected_age_value = (age_value or 0) + response_delay
        expected = max(apparent_age, corrected_age_value) + resident_time
        assert rules.current_age(stored, NOW + resident_time) == expected

    @given(
        s_maxage=maybe_seconds,
        max_age=maybe_seconds,
        expires=st.none() | moments,
        date_value=st.none() | moments,
        last_modified=st.none() | moments,
        response_delay=st.integers(0, 1000),
    )
    def test_lifetime_is_that_of_rfc_9111_4_2_1(
        self,
        s_maxage: int | None,
        max_age: int | None,
        expires: int | None,
        date_value: int | None,
        last_modified: int | None,
        response_delay: int,
    ) -> None:
        headers: Headers = []
        directives = {"max-age": max_age, "s-maxage": s_maxage}
        given_directives = [f"{name}={value}" for name, value in directives.items() if value is not None]
        if given_directives:
            headers.append(("Cache-Control", ",".join(given_directives)))
        for name, moment in (("Expires", expires), ("Date", date_value), ("Last-Modified", last_modified)):
            if moment is not None:
                headers.append((name, date(moment)))
        expected: float
        if s_maxage is not None:
            expected = s_maxage
        elif max_age is not None:
            expected = max_age
        elif expires is not None:
            expected = max(0, expires - (NOW if date_value is None else date_value))
        elif last_modified is not None:
            # Behaviour tables 8.4: Date, or the time of the request.
            generated = NOW - response_delay if date_value is None else date_value
            expected = max(0.0, (generated - last_modified) / 10)
        else:
            expected = 0
        assert rules.freshness_lifetime(response(*headers, delay=response_delay)) == expected

    @given(
        lifetime=seconds,
        age=seconds,
        request_max_age=maybe_seconds,
        min_fresh=maybe_seconds,
        max_stale=st.none() | st.just("") | seconds,
        must_revalidate=st.booleans(),
    )
    def test_fresh_enough_is_age_plus_min_fresh_below_lifetime_plus_max_stale(
        self,
        lifetime: int,
        age: int,
        request_max_age: int | None,
        min_fresh: int | None,
        max_stale: int | str | None,
        must_revalidate: bool,
    ) -> None:
        asked = []
        if request_max_age is not None:
            asked.append(f"max-age={request_max_age}")
        if min_fresh is not None:
            asked.append(f"min-fresh={min_fresh}")
        if max_stale is not None:
            asked.append("max-stale" if max_stale == "" else f"max-stale={max_stale}")
        suffix = ", must-revalidate" if must_revalidate else ""
        stored = response(("Cache-Control", f"max-age={lifetime}{suffix}"))
        limit: float = lifetime if request_max_age is None else min(lifetime, request_max_age)
        if max_stale is not None and not must_revalidate:
            limit += float("inf") if max_stale == "" else int(max_stale)
        expected = age + (min_fresh or 0) < limit
        directives = rules.parse_directives([", ".join(asked)])
        assert rules.is_fresh_enough(stored, directives, NOW + age) == expected

    @given(lifetime=st.integers(1, 10**6))
    def test_the_last_fresh_moment(self, lifetime: int) -> None:
        stored = response(("Cache-Control", f"max-age={lifetime}"))
        assert not rules.is_stale(stored, NOW + lifetime - 1)
        assert rules.is_stale(stored, NOW + lifetime)

    def test_a_clock_that_was_set_back_makes_nothing_younger(self) -> None:
        stored = response(("Cache-Control", "max-age=60"))
        assert rules.is_stale(stored, NOW - 3600)

    @pytest.mark.parametrize(
        "headers",
        [
            [("Cache-Control", "max-age=soon"), ("Expires", date(NOW + 60))],
            [("Cache-Control", "max-age=-60")],
            [("Cache-Control", "max-age")],
            [("Cache-Control", "s-maxage=x, max-age=60")],
            [("Expires", "0")],
            [("Expires", "never"), ("Last-Modified", date(NOW - 1000))],
            [("Expires", date(NOW - 1)), ("Date", date(NOW))],
            [("Last-Modified", "a while ago")],
            [("Last-Modified", date(NOW + 1000))],
        ],
    )
    def test_freshness_information_that_is_not_valid_is_none(self, headers: Headers) -> None:
        assert rules.freshness_lifetime(response(*headers)) == 0

    def test_heuristics_only_where_rfc_9111_4_2_2_allows_them(self) -> None:
        modified = ("Last-Modified", date(NOW - 1000))
        assert rules.freshness_lifetime(response(modified)) == 100
        assert rules.freshness_lifetime(response(modified, status=404)) == 100
        private = ("Cache-Control", "private")
        assert rules.freshness_lifetime(response(modified, private, status=302)) == 0
        assert rules.freshness_lifetime(response(modified, ("Cache-Control", "public"), status=302)) == 100

    @pytest.mark.parametrize(("age", "expected"), [("x", 0), ("-5", 0), ("7, 9", 7), (" 7 ", 7), ("", 0)])
    def test_an_age_that_is_not_valid_is_ignored(self, age: str, expected: int) -> None:
        assert rules.current_age(response(("Age", age)), NOW) == expected


class TestWarning:
    def test_stale(self) -> None:
        stored = response(("Cache-Control", "max-age=60"))
        assert rules.warning(stored, NOW + 59) == ""
        assert rules.warning(stored, NOW + 60) == '110 "Response is STALE"'

    def test_heuristically_fresh_for_more_than_a_day(self) -> None:
        day = 24 * 3600
        stored = response(("Last-Modified", date(NOW - 20 * day)))
        assert rules.warning(stored, NOW + day) == ""
        assert rules.warning(stored, NOW + day + 1) == '113 "Heuristic expiration"'
        assert rules.warning(stored, NOW + 3 * day) == '110 "Response is STALE", 113 "Heuristic expiration"'

    def test_fresh_for_days_because_it_says_so(self) -> None:
        assert rules.warning(response(("Cache-Control", "max-age=999999")), NOW + 999998) == ""
