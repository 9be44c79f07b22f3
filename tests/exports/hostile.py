"""More than four hundred texts that would do harm if any format took them for anything but text.

Those that have no odd character stand in hostile.txt, one a line: markup, formulas, fields of office programs, paper,
TeX, formats of lines, data and programs. Each is short, so that one report holds them all: `report()`, in which a text
stands wherever a person's words can.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from tests.exports.documents import (
    FIGURE,
    FORMULAS,
    HOSTILE,
    PLEDGE,
    RETURN,
    SPOKEN,
    STOOD,
    copy_of,
    everything,
)
from tracker.domain.report import ReportCell, ReportClaim, ReportDissent, ReportObligation, ReportReason
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import ReportCause, ReportChange, ReportDay
from tracker.domain.vocabulary import ReportKind

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))

_CHARACTERS = (
    *("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u180e", "\u034f", "\u115f", "\u3164"),
    *("\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
    *("\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029", "\u00a0", "\u3000", "\u2007"),
    *("\ufffd", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ue000", "\U000f0000", "\U0010fffd"),
    *("\ufff9", "\ufffa", "\ufffb", "\ufffc", "\u0300", "\u20dd", "\ufe0f", "\U000e0041", "\U000e007f"),
)

_SCRIPTS = (
    *("e\u0301 \u00e9", "\u0410\u0301", "\u1e9b\u0323", "\ufb01 \ufb03", "\u212b \u00c5 A\u030a", "\u2126 \u03a9"),
    *("\u0130\u0131 \u00df \u1e9e", "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d", "\u01c5 \u01f0 \u0390"),
    *(
        "\u0627\u0644\u0639\u0645\u0627\u0644",
        "abc \u0627\u0628 123 def",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u06f1\u06f2\u06f3",
    ),
    *(
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
        "\ud55c\uad6d\uc5b4",
        "\u65e5\u672c\u8a9e",
    ),
    *(
        "\u1112\u1161\u11ab",
        "\u4e2d\u6587\u3002",
        "\U00020bb7\u91ce\u5bb6",
        "\U0001d518\U0001d52b",
        "\U0001f1fa\U0001f1f3",
    ),
    *(
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\U0001f44d\U0001f3fd",
        "\u2764\ufe0f",
        "\u2468 \u00bd \u2167 \u00b2",
    ),
    *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)", "\uff1cscript\uff1e", "\u2039script\u203a", "\u02bcx\u02bc"),
    *(
        "\u0391\u0412\u0421 \u0410\u0412\u0421 ABC",
        "p\u0430ypal",
        "1\u202f234",
        "\u2212 \u2013 \u2014 -",
        "\u201equote\u201c",
    ),
)

TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines(),
            *(f"a{chr(number)}b" for number in _CONTROLS),
            *(f"{chr(number)}=1+1" for number in (0, 9, 10, 13)),
            *(f"a{character}b" for character in _CHARACTERS),
            *_SCRIPTS,
            *HOSTILE.values(),
            *FORMULAS.values(),
            *(
                "a\r\nb",
                "a\n\n\nb",
                "\n",
                "a\t\tb",
                "  a  b  ",
                " ",
                "ER  - ",
                "x" * 400,
                "word " * 60,
                "\u0301",
                "'" * 9,
            ),
        )
    )
)
"""The texts, each once."""

_DAY = date(2020, 1, 1)
_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def bounded(number: int) -> str:
    """A text between marks of its own, so that it is found as itself and not within another."""
    return f"[{number}:{TEXTS[number]}:{number}]"


@cache
def report(width: int = 12) -> ReportCopy:
    """A state sheet with a claim, a day, and a change for each of the texts, and a cell for so many of them."""
    every = range(len(TEXTS))
    firsts = range(0, len(TEXTS), width)
    made = everything(
        kind=ReportKind.STATE,
        title=" ".join(TEXTS[:9]),
        author=TEXTS[2],
        scope=" ".join(TEXTS[9:20]),
        states=everything().states[:1],
        obligations=tuple(map(_duty, firsts)),
        cells=tuple(_cell(range(first, min(first + width, len(TEXTS)))) for first in firsts),
        evidence=tuple(map(_claim, every)),
        days=tuple(ReportDay(_DAY + timedelta(n), "d0", bounded(n), judged=True, has_passed=False) for n in every),
        changes=tuple(map(_change, every)),
        count=None,
        figures=(replace(FIGURE, title=TEXTS[0], rows=tuple((bounded(n), TEXTS[n]) for n in every), claims=()),),
    )
    return copy_of(made)


def _duty(number: int) -> ReportObligation:
    return replace(RETURN, key=f"d{number}", title=TEXTS[number], summary=bounded(number))


def _cell(numbers: range) -> ReportCell:
    """A cell whose reasons and determinations are of some texts."""
    said = tuple(replace(STOOD, number=n, reason=bounded(n), proposed_by=TEXTS[n]) for n in numbers)
    why = tuple(ReportReason("in_progress", bounded(n), (f"c{n}",)) for n in numbers)
    duty = f"d{numbers[0]}"
    return replace(SPOKEN, obligation=duty, reasons=why, set_aside=(), determinations=said, proof=None, also=())


def _claim(number: int) -> ReportClaim:
    text = TEXTS[number]
    cited = replace(
        PLEDGE.citations[0],
        source=f"s{number}",
        title=text,
        author=text,
        locator=text,
        quotation=bounded(number),
        translation=text,
        publisher=text,
    )
    review = replace(PLEDGE.review, dissents=(ReportDissent(text, bounded(number), _AT),))
    return replace(
        PLEDGE,
        key=f"c{number}",
        statement=text,
        speaker=text,
        office=text,
        cited_as=text,
        origin=text,
        asked=(bounded(number),),
        review=review,
        citations=(cited,),
    )


def _change(number: int) -> ReportChange:
    cause = ReportCause("new", bounded(number), f"c{number}")
    return ReportChange("d0", ("RUS",), "pledged", "unsupported", "in_progress", "self_reported", (cause,))
