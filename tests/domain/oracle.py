"""A second reading of the rules, from the design's prose and over plain lists: one slip does not hide in both."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.vocabulary import Assurance, Effect, Outcome

ORDER = [
    *("not in force", "not applicable", "exempt", "breached", "contested", "remedied", "fulfilled", "fulfilled late"),
    *("partly fulfilled", "overdue", "alleged breach", "in progress", "measures reported", "pledged", "not due"),
    "no information",
]
BY_LABEL = {outcome.label: outcome for outcome in Outcome}
MUTE, GRADED, NOBODY = ("call", "position", "procedural"), (1, 2, 3), Assurance.UNSUPPORTED


def does(duty: Duty, item: Evidence) -> str:
    """What a claim does to the duty, whatever effect was logged."""
    word, closer = str(item.effect), item.effect in ("fulfils", "advances")
    if item.kind in MUTE:
        return "none"
    if item.kind == "pledge" or word == "promises":
        return "promises"
    if item.over_limit:
        return "breaches"
    if item.kind == "denial" and word == "fulfils":
        return "denies"
    bare = item.kind == "statement_of_compliance" and not item.has_fact
    lasting, partial = duty.test in ("refrain", "maintain"), word == "advances" and duty.test != "attain"
    return "measures" if (closer and (bare or lasting)) or partial else word


def strength(side: Sequence[Evidence]) -> Assurance:
    """How well supported a side is."""
    origins = {item.origin for item in side}
    if any(item.finding for item in side):
        return Assurance.VERIFIED
    if len(origins) > 1:
        return Assurance.CORROBORATED
    return (Assurance.SELF_REPORTED if origins == {"own"} else Assurance.SINGLE_ORIGIN) if origins else NOBODY


def usable(duty: Duty, party: Party, item: Evidence, as_of: date) -> bool:
    """Whether a claim counts here, but for a day that is uncertain."""
    word, named = does(duty, item), item.over_limit or item.finding
    joint, together = duty.test == "limit" and duty.limit_scope == "collective", party.code == "ALL"
    if item.review_state != "accepted" or item.first > as_of or item.credibility in (4, 5) or together > joint:
        return False
    if joint and not together and word == "breaches" and not named:
        return False
    share = duty.opens_below is not None and (item.share_low, item.share_high) != (None, None)
    heard = word != "none" or (share and item.kind not in MUTE)
    return word in ("promises", "breaches") or (item.credibility in GRADED and heard)


def weights(side: dict[str, list[Evidence]], late: list[Evidence]) -> tuple[Assurance, Assurance, Assurance]:
    """How well supported a breach is, what answers it, and its end."""
    broken, told = side["breaches"], side["measures"]
    if not broken:
        return NOBODY, NOBODY, NOBODY
    breach = strength([i for i in broken if i.credibility in GRADED])
    breach = breach if breach.rank else min(strength(broken), Assurance.SINGLE_ORIGIN, key=list(Assurance).index)
    spoken = side["fulfils"] + side["denies"] + [i for i in told if i.kind == "statement_of_compliance"]
    replies = strength([i for i in spoken if i.last >= min(b.first for b in broken)])
    return breach, replies, strength([i for i in side["ceases"] + late if i.last >= max(b.last for b in broken)])


def condition(duty: Duty, fit: Sequence[Evidence], as_of: date) -> tuple[bool, bool]:
    """Whether a figure opens a conditional duty, and whether one closes it."""
    line, sure = duty.opens_below, [i for i in fit if i.last <= as_of and i.credibility in GRADED]
    shares = [i for i in sure if i.kind not in MUTE and does(duty, i) != "promises"]
    opened = any(line and i.share_high is not None and i.share_high < line for i in shares)
    return opened, any(line and i.share_low is not None and i.share_low >= line for i in shares)


def outside(duty: Duty, party: Party, as_of: date) -> tuple[bool, bool]:
    """Whether the duty binds nobody on the day, and whether it does not address the party."""
    joint = duty.test == "limit" and duty.limit_scope == "collective"
    foreign = not joint if party.code == "ALL" else party.kind == "observer" or party.code in duty.excluded
    foreign |= bool(party.member_from and as_of < party.member_from)
    foreign |= bool(party.member_until and party.member_until < as_of)
    idle = any(first <= as_of and (not last or as_of <= last) for first, last in duty.suspensions)
    idle |= bool((duty.effective and as_of < duty.effective) or (duty.ended and duty.ended <= as_of))
    return idle, foreign


def answer(duty: Duty, party: Party, record: Sequence[Evidence], when: Clocks) -> tuple[Outcome, dict]:
    """The outcome of a cell, and every outcome that holds with its assurance."""
    as_of, due, test = when.as_of, duty.due, duty.test
    fit = [item for item in record if usable(duty, party, item, as_of)]
    side = {word: [i for i in fit if i.last <= as_of and does(duty, i) == word] for word in map(str, Effect)}
    done, near, told, promised = side["fulfils"], side["advances"], side["measures"], side["promises"]
    on_time, late = [i for i in done if not due or i.last <= due], [i for i in done if due and i.first > due]
    straddling = [i for i in done if i not in on_time + late]
    breach, replies, ends = weights(side, late)
    (opened, closed), (idle, foreign) = condition(duty, fit, as_of), outside(duty, party, as_of)
    past, attain, ended = bool(due and as_of > due), test == "attain", breach.rank and ends.rank >= breach.rank
    lapsed, standing, far = past and test in ("attain", "report"), breach.rank and not ended, breach.rank > 1
    away = foreign or (duty.condition and closed and not opened)
    exempt = side["exempts"] if when.rules != "3" or strength(side["exempts"]) is Assurance.VERIFIED else []
    speaks = not (idle or away or exempt) and (not duty.condition or (opened and not closed))
    empty = (promised or told) if when.rules in ("2", "3") else promised and not told
    quiet = past and not done and (test == "report" or (attain and empty and not near)) and duty.force == "binding"
    maybe = any(i.last > as_of and does(duty, i) == "fulfils" for i in fit)
    heard = any(items for word, items in side.items() if word not in ("none", "denies", "ceases"))
    found = {
        "not in force": (idle, NOBODY),
        "not applicable": (away, NOBODY),
        "exempt": (exempt, strength(exempt)),
        "breached": (standing and far, breach),
        "contested": (standing and breach.rank == replies.rank, max(breach, replies, key=list(Assurance).index)),
        "remedied": (ended, ends),
        "fulfilled": (on_time or straddling, strength(on_time or straddling)),
        "fulfilled late": (late and late == done, strength(late)),
        "partly fulfilled": (attain and past and near and not done, strength(near)),
        "overdue": (speaks and quiet and not maybe, NOBODY),
        "alleged breach": (standing and not far, breach),
        "in progress": (attain and not past and near, strength(near)),
        "measures reported": (told, strength(told)),
        "pledged": (promised and not lapsed, strength(promised)),
        "not due": (speaks and due and not past and not heard, NOBODY),
        "no information": (True, NOBODY),
    }
    holds = {BY_LABEL[name]: found[name][1] for name in ORDER if found[name][0]}
    beaten = (Outcome.BREACHED, Outcome.ALLEGED_BREACH) if 0 < breach.rank <= replies.rank else ()
    return next(outcome for outcome in holds if outcome not in beaten), holds
