"""HTTP dates (RFC 9110 5.6.7). Not by the standard library: its parser costs more to import than a request takes."""

from __future__ import annotations

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = tuple(day[:3] for day in _DAYS)
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR = 365.2425 * 24 * 60 * 60


def parse_http_date(text: str, now: float) -> float | None:
    """Seconds since the epoch of any of the three formats; None for anything else, other time zones included.

    Names and GMT are read without regard to case; a day of the week that is another one is let pass. `now`, in the
    same seconds, tells which century a year of two digits means.
    """
    fields = _fields(text.lower())
    if fields is None:
        return None
    day, month, year, clock = fields
    numbers = (day, year, clock[:2], clock[3:5], clock[6:])
    if month not in _MONTHS or len(clock) != 8 or clock[2] != ":" or clock[5] != ":":
        return None
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    hour, minute, second = int(clock[:2]), int(clock[3:5]), int(clock[6:])
    month_number = _MONTHS.index(month) + 1
    full_year = int(year) if len(year) == 4 else _with_century(int(year), now)
    if not 1 <= int(day) <= _month_length(full_year, month_number) or hour > 23 or minute > 59 or second > 60:
        return None
    days = _days_since_epoch(full_year, month_number, int(day))
    return float(((days * 24 + hour) * 60 + minute) * 60 + second)


def _fields(text: str) -> tuple[str, str, str, str] | None:
    """Day, month, year and clock, where `text`, in lower case, has the blanks, dashes and widths of a format."""
    name, comma, rest = text.partition(", ")
    parts = (rest if comma else text).split(" ")
    if comma and name in _SHORT_DAYS:
        # Sun, 06 Nov 1994 08:49:37 GMT
        if [len(part) for part in parts] == [2, 3, 4, 8, 3] and parts[4] == "gmt":
            return parts[0], parts[1], parts[2], parts[3]
    elif comma and name in _DAYS:
        # Sunday, 06-Nov-94 08:49:37 GMT
        date = parts[0].split("-")
        if [len(part) for part in (*date, *parts[1:])] == [2, 3, 2, 8, 3] and parts[2] == "gmt":
            return date[0], date[1], date[2], parts[1]
    elif not comma and parts[0] in _SHORT_DAYS:
        # Sun Nov  6 08:49:37 1994
        if len(parts) == 6 and parts[2] == "" and len(parts[3]) == 1:
            parts[2:4] = [f"0{parts[3]}"]
        if [len(part) for part in parts] == [3, 3, 2, 8, 4]:
            return parts[2], parts[1], parts[4], parts[3]
    return None


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
