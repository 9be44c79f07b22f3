"""Amounts in a sentence: a number or its bounds, with the unit that is counted by it.

A number counts only with a unit near it (persons, permits, barrels, tons …): years and symbols have none.
"More than" gives a lower bound, "fewer than" and "nearly" an upper one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.content import QuantityContent
from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.vocabulary import Measure

MOST = 8
_REACH = 5
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.,/-])[0-9]{1,3}(?:[ ,.'][0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|(?<![0-9A-Za-z.,/])[0-9]+(?:[.,][0-9]+)?"
)
_STOCK = ("ongoing", "part")
_WHOLE = 1e15


def amounts(scene: Scene, spent: Sequence[tuple[int, int]], alone: str = "") -> tuple[QuantityContent, ...]:
    """The amounts of a sentence, in order, at most eight. `spent` are places of symbols and dates.

    `alone` is the unit of a number behind which nothing is named, as what was told of before has it.
    """
    found = list(_shares(scene, spent))
    taken = [(share[0], share[1]) for share in found]
    found += _counts(scene, [*spent, *taken], alone)
    found.sort(key=lambda entry: entry[0])
    return tuple(quantity for _, _, quantity in found[:MOST])


_Found = tuple[int, int, QuantityContent]


_GOES_ON = re.compile(
    r"(?: of (?:them|these|those))?(?: others?| more)? (?:have|has|had|are|were|was|is|will|left|remain|remained|went"
    r"|go|returned|departed|stay|stayed|flew|follow|followed|still|already)\b"
    r"| of (?:them|these|those)\b| (?:in all|altogether|all told|in total)\b"
    r"|,? (?:all|most|some|both) of (?:them|whom)\b"
    r"|, (?:all|mostly|mainly) "
)
_DOWN_FROM = re.compile(r",? (?:down|up) from\b")
_OF_REST = re.compile(r"\b(?:remaining|other|all but|the last|another|a further|some other) $", re.IGNORECASE)


def _stands_alone(scene: Scene, start: int, end: int) -> bool:
    """Whether a number has nothing counted behind it: "Ninety-two have gone", "the remaining 1,150 will leave"."""
    led = _OF_REST.search(scene.text[max(scene.start, start - 12) : start])
    goes_on = _GOES_ON.match(scene.text, end, scene.end) or _DOWN_FROM.match(scene.text, end, scene.end)
    told = not scene.manner.subject_first and any(0 <= hit.start - end <= 1 for hit in scene.of("tells"))
    return bool(goes_on) or told or bool(led and scene.text[end : end + 1] in " ,.")


def _counts(scene: Scene, spent: Sequence[tuple[int, int]], alone: str) -> Iterator[_Found]:
    last = -1
    before: tuple[int, int, float] | None = None
    for start, end, value in _numbers(scene):
        before = before if before and _RANGE.fullmatch(scene.text[before[1] : start]) else None
        if start < last or any(low < end and start < high for low, high in spent):
            continue
        value, end = _multiplied(scene, value, end)
        if _COMPOUND.match(scene.text, end, scene.end):
            continue  # "9-mm pistols", "the 15-member Council"
        number_end = end
        unit = _unit(scene, end, scene.text[max(scene.start, start - 2) : start])
        unit = unit or _unit_of_all(scene, end)
        is_result = (
            unit is None
            and alone
            and (_stands_alone(scene, start, end) or _RESULT.search(scene.text, start - 60, start))
        )
        unit = (alone, end) if is_result else unit
        if unit is None or value >= _WHOLE:
            before = (start, end, value)
            continue
        if _changes(scene, start, end):
            alone = alone or unit[0]
            continue  # "fell from 550 workers to 320"
        code, last = unit
        last = max(last, end)
        found = _quantity(scene, (start, number_end, last), value, code)
        yield _from_lower(scene, found, before, start) if before else found


_RANGE = re.compile(r" ?- ?| (?:to|and|or|a|y|o|et|ou|до|и) ")
"""What stands between the two numbers of a range."""
_CHANGE = re.compile(r"\b(?:from|de|con|с|от) (?:[a-z]+ )?$", re.IGNORECASE)
_TO_NUMBER = re.compile(r"[^.;:0-9]{0,40}? to (?:[a-z]+ ){0,2}[0-9]")
_RESULT = re.compile(r"\bfrom (?:[a-z]+ ){0,2}[0-9][^.;:]{0,40} to (?:[a-z]+ ){0,2}$", re.IGNORECASE)


def _changes(scene: Scene, start: int, end: int) -> bool:
    """Whether a number is that from which something went up or down to the one behind it."""
    return bool(_CHANGE.search(scene.text[max(scene.start, start - 20) : start]) and _TO_NUMBER.match(scene.text, end))


_BETWEEN = re.compile(r"\b(?:between|entre|между) (?:[a-z]+ )?$", re.IGNORECASE)


def _from_lower(scene: Scene, found: _Found, lower: tuple[int, int, float], start: int) -> _Found:
    """A number with the lower one of a range before it: "200 to 300", but not of a change, "from 550 to 320"."""
    low, led = lower[0], scene.text[max(scene.start, lower[0] - 20) : lower[0]]
    joint, quantity = scene.text[lower[1] : start], found[2]
    joined = _BETWEEN.search(led) or ("and" not in joint.split() and len(joint.strip()) <= len("to"))
    if _CHANGE.search(led) or not joined or quantity.high is None or not lower[2] < quantity.high:
        return found
    return low, found[1], replace(quantity, low=lower[2], wording=scene.text[low:start] + quantity.wording)


_COMPOUND = re.compile(
    r" ?-? ?(?:mm|cm|km|hp|MW|GT|dwt|(?:milli|centi|kilo)?met(?:re|er)s?|miles?|calib(?:re|er))\b"
    r"| (?:days?|weeks?|months?|years?|hours?|minutes?|decades?|times)\b"
    r"|-(?:member|nation|state|strong|year|month|week|day|hour|minute|page|point|part|storey|seat|bed|room|man|time)s?\b"
)
"""What follows a number that measures a thing, or of which a word is made, and counts nothing told of."""


def _numbers(scene: Scene) -> Iterator[tuple[int, int, float]]:
    found = [
        (*m.span(), value)
        for m in _NUMBER.finditer(scene.text, scene.start, scene.end)
        if (value := _value(m[0])) is not None
    ]
    return iter(sorted([*found, *_spelt_out(scene)]))


def _spelt_out(scene: Scene) -> Iterator[tuple[int, int, float]]:
    """Numbers in words, those of several words as one: "twenty-six", "dix-huit", "treinta y uno", 四十二."""
    run: list[Hit] = []
    for hit in scene.of("number"):
        if run and not _goes_on(scene, run[-1], hit):
            yield from _summed(scene, run)
            run = []
        run.append(hit)
    yield from _summed(scene, run)


_NUMBER_JOINTS = frozenset(["", " ", "-", " y ", " et ", " and ", "-et-", " و", " و "])


def _goes_on(scene: Scene, before: Hit, hit: Hit) -> bool:
    """Whether two number words make one number: the second is smaller, or multiplies the first."""
    if scene.text[before.end : hit.start] not in _NUMBER_JOINTS:
        return False
    if before.after == hit.first and not scene.manner.spaced:
        return True
    one, other = float(before.value), float(hit.value)
    if _is_joined(scene, hit):
        return one < 10 <= other < 100 or one > other
    return other >= 100 or (one >= 20 and other < one) or (one == 10 and other < 10) or (one, other) == (4, 20)


def _is_joined(scene: Scene, hit: Hit) -> bool:
    """Whether a number is added to the one before it by the Arabic "and": "إحدى وثلاثين"."""
    return scene.text[hit.start] == "و" and scene.tokens[hit.first].key[0] == "و"


def _summed(scene: Scene, run: Sequence[Hit]) -> Iterator[tuple[int, int, float]]:
    """The value of a run of number words; thousands and more stay apart, for `_multiplied`."""
    while run and float(run[-1].value) >= 1000 and " " not in scene.words(run[-1]):
        run = run[:-1]
    if not run or (len(run) == 1 and float(run[0].value) >= 100 and " " not in scene.words(run[0])):
        return
    if len(run) == 1 and scene.words(run[0]).casefold() in _SOME:
        return
    total = part = 0.0
    for hit in run:
        value = float(hit.value)
        is_factor = value >= 100 or (value == 10 and 0 < part < 10) or (value == 20 and part == 4)
        is_factor = is_factor and not _is_joined(scene, hit)
        part = max(part, 1) * value if is_factor else part + value
        if value >= 1000:
            total, part = total + part, 0.0
    if total + part != 1:  # "one" and "un" are articles as often as numbers
        yield run[0].start, run[-1].end, total + part


def _value(digits: str) -> float | None:
    parts = re.split(r"[ ,.']", digits)
    if len(digits) > 18:
        return None
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and parts[0] != "0":
        return float("".join(parts))
    if len(parts) > 2 and all(len(part) == 3 for part in parts[1:-1]):
        return float("".join(parts[:-1]) + "." + parts[-1])
    return float(".".join(parts)) if len(parts) <= 2 else None


def _multiplied(scene: Scene, value: float, end: int) -> tuple[float, int]:
    """A number with the words for thousand or million after it."""
    glued = _GLUE.match(scene.text, end, scene.end)
    if glued and (len(glued[0]) > 1 or _MONEY & set(scene.text[max(scene.start, end - _LOOKED_BACK) : end])):
        return value * _GLUED[glued[0]], glued.end()
    for hit in scene.of("number"):
        factor = float(hit.value) >= 100 or scene.words(hit).casefold().startswith(_DOZEN)
        if end <= hit.start <= end + 2 and factor and not scene.text[end : hit.start].strip(" -"):
            return value * float(hit.value), hit.end
    return value, end


_GLUED = {"bn": 1e9, "mn": 1e6, "mln": 1e6, "m": 1e6, "k": 1e3}
_GLUE = re.compile(r"(?:bn|mn|mln|[mk])\b")
_DOZEN = ("dozen", "score")
"""Words that stand for so many behind a number, "two dozen"; their plurals by themselves say nothing."""
_SOME = ("dozens", "scores", "hundreds", "thousands", "millions")


def _unit(scene: Scene, end: int, before: str) -> tuple[str, int] | None:
    if "€" in before:
        return "EUR", end
    if "$" in before or _DOLLARS.search(scene.text[max(scene.start, end - _LOOKED_BACK) : end]):
        return "USD", end
    hits = scene.of("counted")
    for n, hit in enumerate(hits):
        if (
            n + 1 < len(hits)
            and hits[n + 1].first == hit.after
            and scene.manner.spaced
            and not _is_adjective(scene, hits[n + 1])
        ):
            continue  # "33 restaurant workers" are workers
        if hit.start >= end - 1:
            between = scene.text[end : hit.start]
            words = len(between.split()) if scene.manner.spaced else len(between) // 3
            counted = any(end <= one.start and one.end <= hit.start for one in scene.of("number"))
            if (
                not counted
                and words <= _REACH - 2
                and not set(between) & set(".,;:()，。；、")
                and not re.search(r"[0-9]", between)
            ):
                return hit.value, hit.end
            return None
    return None


_DOLLARS = re.compile(r"\b(?:USD|US\$) ?[0-9][0-9.,]*(?: (?:million|billion|thousand))?$")
_LOOKED_BACK = 30
_MONEY = frozenset("$€£")
_OF_ALL = re.compile(
    r" (?:out of|of|sur|de|из) (?:(?:the|its|an|some|about|around|estimated|more than|nearly|les|los|unos|environ) )"
    r"{0,3}(?P<all>[0-9][0-9 ,.]{0,8}[0-9])(?= )"
)


def _unit_of_all(scene: Scene, end: int) -> tuple[str, int] | None:
    """The unit of a number that is part of another: "1,024 of an estimated 2,000 workers"."""
    whole = _OF_ALL.match(scene.text, end, scene.end)
    unit = _unit(scene, whole.end(), "") if whole else None
    return (unit[0], end) if unit else None


def _is_adjective(scene: Scene, hit: Hit) -> bool:
    """Whether a word for persons only says of which state something is: "trois navires nord-coréens"."""
    return any(one.first == hit.first for one in scene.of("demonym"))


def _quantity(scene: Scene, places: tuple[int, int, int], value: float, code: str) -> _Found:
    """A number and its unit; the wording kept is that of the number, since the unit stands beside it."""
    start, number_end, end = places
    bound = next((hit for hit in scene.of("bound") if hit.end <= start and start - hit.end <= 2), None)
    after = next(
        (hit for hit in scene.of("bound") if hit.value.endswith("after") and end <= hit.start <= end + 1), None
    )
    low = None if bound and bound.value == "high" else value
    high = None if bound and bound.value == "low" else value
    start = bound.start if bound else start
    words = scene.text[start:number_end]
    return start, after.end if after else end, QuantityContent(low, high, code, wording=words, measure=_measure(scene))


def _measure(scene: Scene) -> Measure:
    signals = scene.values("tells")
    return Measure.STOCK if signals & set(_STOCK) and not signals & {"deed", "done"} else Measure.FLOW


def _shares(scene: Scene, spent: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Halves, quarters and percentages of something that is counted."""
    for hit in scene.of("fraction"):
        share, start = _share(scene, hit)
        if share is None or not 0 <= share <= 1 or any(low < hit.end and start < high for low, high in spent):
            continue
        bound = next((b for b in scene.of("bound") if b.end <= start and start - b.end <= 4), None)
        low = None if bound and bound.value == "high" else share
        high = None if bound and bound.value == "low" else share
        start = bound.start if bound else start
        words = scene.text[start : hit.end]
        yield start, hit.end, QuantityContent(low, high, "fraction", wording=words, measure=Measure.FRACTION)


def _share(scene: Scene, hit: Hit) -> tuple[float | None, int]:
    if hit.value != "percent":
        return float(hit.value), hit.start
    before = scene.text[max(scene.start, hit.start - 12) : hit.start]
    number = re.search(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?) ?$", before)
    if number is None:
        after = re.match(r" ?([0-9]{1,3}(?:[.,][0-9]{1,2})?)", scene.text[hit.end : hit.end + 8])
        return (
            (float(after[1].replace(",", ".")) / 100, hit.start) if after and not before.strip() else (None, hit.start)
        )
    return float(number[1].replace(",", ".")) / 100, hit.start - len(before) + number.start()
