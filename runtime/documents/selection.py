"""--only: the samples of pages that a person asks for, by a line or by the headings they stand under."""

from __future__ import annotations

from runtime.language.source import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime.documents.samples import Sample

_GLOB = "*?["
_MOST_HEADINGS = 10


def is_line(only: str) -> bool:
    """Whether `only` is a line of a page, and no heading."""
    return only.isascii() and only.isdigit()


def chosen(samples: list[Sample], only: str, page: str) -> list[Sample]:
    """The samples of `page` that `only` names: a line, a part of a heading in any case, or a glob over headings.

    One that is asked for alone runs, whatever `ignore` says. Raises SourceError where a line names none, or one that
    cannot be told to be a program; by a heading there may be none.
    """
    if not is_line(only):
        found = [sample for sample in samples if _matches(sample.heading, only)]
        if len(found) == 1:
            found[0].ignored = False
        return found
    line = int(only[:9])
    found = [sample for sample in samples if sample.holds(line)]
    if not found:
        lines = ", ".join(f"{sample.line}-{sample.last_line}" for sample in samples)
        where = f"; samples are at lines {lines}" if lines else ""
        raise SourceError(f"{page}: no sample at line {line}{where}")
    if not found[0].is_program:
        raise SourceError(f"{found[0].place}: it names no language, and whether it is a program cannot be told")
    found[0].ignored = False
    return found


def none_chosen(samples: list[Sample], only: str) -> SourceError:
    """The error where no heading of any page is like `only`."""
    from runtime.output.spelling import nearest

    headings = list(dict.fromkeys(sample.heading for sample in samples if sample.heading))
    close = nearest(only, headings)
    if close:
        return SourceError(f"--only: no heading with a sample has {only!r} in it; did you mean {close!r}?")
    more = ", ..." if len(headings) > _MOST_HEADINGS else ""
    known = "; there are " + ", ".join(map(repr, headings[:_MOST_HEADINGS])) + more if headings else ""
    return SourceError(f"--only: no heading with a sample has {only!r} in it{known}")


def _matches(heading: str, only: str) -> bool:
    heading, only = heading.casefold(), only.casefold()
    if not any(char in only for char in _GLOB):
        return only in heading
    from fnmatch import fnmatchcase

    # What looks like a glob may be a heading: on('dataReceive')[10+].
    return fnmatchcase(heading, only) or only in heading
