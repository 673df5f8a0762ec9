"""HTTP dates (RFC 9110 5.6.7). Not by the standard library: its parser costs more to import than a request takes."""

from __future__ import annotations

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR = 365.2425 * 24 * 60 * 60


def parse_http_date(text: str, now: float) -> float | None:
    """Seconds since the epoch of any of the three formats; None for anything else, other time zones included.

    `now`, in the same seconds, tells which century a year of two digits means.
    """
    if "," in text:
        # Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT
        words = text.partition(",")[2].replace("-", " ").split()
        if len(words) != 5 or words[4].upper() != "GMT":
            return None
        day, month, year, clock = words[:4]
    else:
        # Sun Nov  6 08:49:37 1994
        words = text.split()
        if len(words) != 5:
            return None
        _, month, day, clock, year = words
    times = clock.split(":")
    numbers = (day, year, *times)
    if len(times) != 3 or month.lower() not in _MONTHS or not all(n.isascii() and n.isdigit() for n in numbers):
        return None
    if any(len(number) > 2 for number in (day, *times)) or len(year) not in (2, 4):
        return None
    hour, minute, second = map(int, times)
    month_number = _MONTHS.index(month.lower()) + 1
    full_year = int(year) if len(year) == 4 else _with_century(int(year), now)
    if not 1 <= int(day) <= _month_length(full_year, month_number) or hour > 23 or minute > 59 or second > 60:
        return None
    days = _days_since_epoch(full_year, month_number, int(day))
    return float(((days * 24 + hour) * 60 + minute) * 60 + second)


def _with_century(year: int, now: float) -> int:
    """The latest year that ends in `year` and is not more than 50 years after `now`."""
    latest = int(1970 + now / _YEAR) + 50
    return latest - (latest - year) % 100


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _MONTH_LENGTHS[month - 1]


def _days_since_epoch(year: int, month: int, day: int) -> int:
    # Years that begin in March have their leap day at the end, and 153 days in every five months.
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1 - 719468
