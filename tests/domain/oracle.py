"""A second reading of the rules, from the design's prose and over plain lists: one slip does not hide in both."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.vocabulary import Assurance, Effect, Outcome

ORDER = [
    *("not in force", "not applicable", "exempt", "breached", "contested", "remedied", "fulfilled", "fulfilled late"),
    *("partly fulfilled", "overdue", "alleged breach", "in progress", "measures reported", "pledged", "not due"),
    "no information",
]
BY_LABEL = {outcome.label: outcome for outcome in Outcome}
MUTE, GRADED, NOBODY = ("call", "position", "procedural"), (1, 2, 3), Assurance.UNSUPPORTED
UNHEARD = ("none", "denies", "ceases", "opens")


def does(duty: Duty, item: Evidence) -> str:
    """What a claim does to the duty, whatever effect was logged."""
    word, closer = str(item.effect), item.effect in ("fulfils", "advances")
    if item.kind in MUTE:
        return "none"
    if item.kind == "pledge" or word == "promises":
        return "promises"
    if item.over_limit:
        return "breaches"
    if word == "opens" and not duty.condition:
        return "none"
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


def usable(duty: Duty, party: Party, item: Evidence, when: Clocks) -> bool:
    """Whether a claim counts here, but for a day that is uncertain."""
    as_of = when.as_of
    word, named = does(duty, item), item.over_limit or item.finding
    joint, together = duty.test == "limit" and duty.limit_scope == "collective", party.code == "ALL"
    if item.review_state != "accepted" or item.first > as_of or item.credibility in (4, 5) or together > joint:
        return False
    if when.public_at and not (item.public_from and item.public_from <= when.public_at):
        return False
    if joint and not together and word == "breaches" and not named:
        return False
    if not in_period(duty, word, item, as_of):
        return False
    share = duty.opens_below is not None and (item.share_low, item.share_high) != (None, None)
    heard = word != "none" or (share and item.kind not in MUTE)
    return word in ("promises", "breaches") or (item.credibility in GRADED and heard)


def period_of(duty: Duty, as_of: date) -> tuple[date, date, date | None, date, date | None] | None:
    """First and last day of the period judged, the due date before it, its own and the next, if it comes again."""
    if not duty.effective or not duty.recurs or duty.recurs.endswith("event"):
        return None
    owed, away = [], (*duty.suspensions, *duty.gaps)
    for first, after, due in coming(duty.recurs, duty.effective):
        last = min(after, duty.ended or after) - timedelta(days=1)
        if first <= last and not any(a <= last and (not b or last <= b) for a, b in away):
            owed.append((first, last, due))
    dues = [None, *(due for _, _, due in owed), None]
    n = max([k for k, (_, _, due) in enumerate(owed) if due < as_of], default=0)
    return (*owed[n][:2], dues[n], owed[n][2], dues[n + 2]) if owed else None


def coming(rule: str, begun: date) -> list[tuple[date, date, date]]:
    """Of forty periods the first day, the first day after it, and when its report is due."""
    if rule.startswith("monthly"):
        whole = months_on(begun.replace(day=1), 1)
        ends = [months_on(whole, n + ((whole - begun).days < 7)) for n in range(40)]
        grace = timedelta(days=int(rule.split("+")[1].split()[0]) - 1)
        return [(first, after, after + grace) for first, after in zip([begun, *ends], ends, strict=False)]
    many, unit = (12, "months") if rule == "yearly" else (int(rule.split()[1]), rule.split()[2])
    step = months_on if unit == "months" else lambda day, n: day + timedelta(days=n)
    days = [step(begun, n * many) for n in range(41)]
    return [(first, after, after) for first, after in pairwise(days)]


def months_on(day: date, n: int) -> date:
    """The same day so many months later, or the last of a month that is too short."""
    months = day.year * 12 + day.month - 1 + n
    ends = date((months + 1) // 12, (months + 1) % 12 + 1, 1) - timedelta(days=1)
    return min(ends, ends.replace(day=min(day.day, ends.day)))


def in_period(duty: Duty, word: str, item: Evidence, as_of: date) -> bool:
    """Whether a report or an opening is of the period judged, where the duty has one."""
    found = period_of(duty, as_of)
    if not found or word not in ("fulfils", "opens", "breaches"):
        return True
    first, last, before, _, following = found
    if word == "opens":
        return first <= item.first and item.last <= last
    if item.covers_first and item.covers_last:
        return item.covers_first <= last <= item.covers_last
    return not (before and item.last <= before) and not (following and item.first > following)


def spells(duty: Duty, broken: Sequence[Evidence]) -> list[tuple[date, date]]:
    """Of a limit that begins anew each month, the months in which it was broken; the days of what lies in two."""
    found = set()
    for item in broken:
        first, last = days_of(item)
        months = [start for limit in duty.limits if (start := limit.first) and limit.every_months]
        while months and months_on(months[-1], 1) <= first:
            months.append(months_on(months[-1], 1))
        ends = months_on(months[-1], 1) - timedelta(days=1) if months else first
        found.add((months[-1], ends) if months and months[-1] <= first and last <= ends else (first, last))
    return sorted(found, reverse=True)


def days_of(item: Evidence) -> tuple[date, date]:
    """The days that its figures cover, or its own."""
    return (item.covers_first, item.covers_last) if item.covers_first and item.covers_last else (item.first, item.last)


def due_of(duty: Duty, opened: Sequence[Evidence], as_of: date) -> date | None:
    """The due date: fixed, of the period judged, or counted from the first event that opened the duty."""
    if found := period_of(duty, as_of):
        return found[3]
    if opened and duty.recurs.endswith("from event"):
        return min(item.last for item in opened) + timedelta(days=int(duty.recurs.split()[0]))
    return duty.due


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


def condition(duty: Duty, sure: Sequence[Evidence]) -> tuple[list[Evidence], bool]:
    """The facts and figures that open a conditional duty, and whether one closes it."""
    line = duty.opens_below
    shares = [
        i for i in sure if line and i.credibility in GRADED and i.kind not in MUTE and does(duty, i) != "promises"
    ]
    opened = [i for i in shares if line and i.share_high is not None and i.share_high < line]
    opened += [i for i in sure if does(duty, i) == "opens"]
    return opened, any(line and i.share_low is not None and i.share_low >= line for i in shares)


def outside(duty: Duty, party: Party, as_of: date) -> tuple[bool, bool]:
    """Whether the duty binds nobody on the day, and whether it does not address the party."""
    joint = duty.test == "limit" and duty.limit_scope == "collective"
    foreign = not joint if party.code == "ALL" else party.kind == "observer" or party.code in duty.excluded
    foreign |= bool(party.member_from and as_of < party.member_from)
    foreign |= bool(party.member_until and party.member_until < as_of)
    idle = any(first <= as_of and (not last or as_of <= last) for first, last in (*duty.suspensions, *duty.gaps))
    idle |= bool((duty.effective and as_of < duty.effective) or (duty.ended and duty.ended <= as_of))
    return idle, foreign


def dated(done: Sequence[Evidence], due: date | None) -> tuple[list[Evidence], list[Evidence], list[Evidence]]:
    """What was done by the due date, perhaps by it, and after it."""
    on_time, late = [i for i in done if not due or i.last <= due], [i for i in done if due and i.first > due]
    return on_time, [i for i in done if i not in on_time and i not in late], late


def exemption(duty: Duty, party: Party, said: Sequence[Evidence], when: Clocks) -> Assurance:
    """How well supported an exemption is: by a record of the law on the day, or else by claims of one."""
    if any(party.code in e.states and e.first <= when.as_of <= (e.last or when.as_of) for e in duty.exemptions):
        return Assurance.VERIFIED
    return strength(said) if when.rules != "3" or any(item.finding for item in said) else NOBODY


def answer(duty: Duty, party: Party, record: Sequence[Evidence], when: Clocks) -> tuple[Outcome, dict]:
    """The outcome of a cell and every outcome that holds; of a limit that begins anew, for its worst period."""
    broken = [i for i in record if usable(duty, party, i, when) and does(duty, i) == "breaches"]
    broken = [i for i in broken if i.last <= when.as_of]
    if duty.test != "limit" or not broken or not any(limit.every_months for limit in duty.limits):
        return within(duty, party, record, when)
    tried = []
    for first, last in spells(duty, broken):
        held = [i for i in record if does(duty, i) != "breaches" or (first <= days_of(i)[0] and days_of(i)[1] <= last)]
        tried.append(within(duty, party, held, when))
    stands = ("breached", "contested", "alleged breach")
    return min(
        tried,
        key=lambda found: (found[0].label not in stands, ORDER.index(found[0].label), -found[1][found[0]].rank),
    )


def within(duty: Duty, party: Party, record: Sequence[Evidence], when: Clocks) -> tuple[Outcome, dict]:
    """The outcome of a cell, and every outcome that holds with its assurance."""
    as_of, test = when.as_of, duty.test
    fit = [item for item in record if usable(duty, party, item, when)]
    opened, closed = condition(duty, sure := [item for item in fit if item.last <= as_of])
    due, side = due_of(duty, opened, as_of), {w: [i for i in sure if does(duty, i) == w] for w in map(str, Effect)}
    done, near, told, promised = side["fulfils"], side["advances"], side["measures"], side["promises"]
    on_time, straddling, late = dated(done, due)
    breach, replies, ends = weights(side, late)
    idle, foreign = outside(duty, party, as_of)
    past, attain, ended = bool(due and as_of > due), test == "attain", breach.rank and ends.rank >= breach.rank
    lapsed, standing, far = past and test in ("attain", "report"), breach.rank and not ended, breach.rank > 1
    away = foreign or (duty.condition and closed and not opened)
    exempt = exemption(duty, party, side["exempts"], when)
    speaks = not (idle or away or exempt.rank) and (not duty.condition or (opened and not closed))
    empty = (promised or told) if when.rules in ("2", "3") else promised and not told
    quiet = past and not done and (test == "report" or (attain and empty and not near)) and duty.force == "binding"
    maybe = any(i.last > as_of and does(duty, i) == "fulfils" for i in fit)
    heard = any(items for word, items in side.items() if word not in UNHEARD)
    found = {
        "not in force": (idle, NOBODY),
        "not applicable": (away, NOBODY),
        "exempt": (exempt.rank, exempt),
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
