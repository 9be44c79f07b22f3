"""A record of one cell that grows step by step, and the invariants that hold after each step whatever was done.

The record is a list of versions of claims, each with the number of the step at which it was recorded; what was known at
an instant is a fold over it. The invariants are those of the reliability guide; each says its rule in words.
"""

import locale
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.domain.worlds import DAY, KNOWN, PARTIES, STATE, claim_of, duty_of
from tests.locales import LOCALES
from tracker.domain import proofs
from tracker.domain.facts import Clocks, Evidence
from tracker.domain.plain import from_plain, to_plain
from tracker.domain.rules import VERSIONS
from tracker.domain.status import Assessment, assess, conclude, decide, judged
from tracker.domain.tally import Aside, aside_of, bucket_of, doubtful_among, sort_out, tally
from tracker.domain.vocabulary import Effect, Kind, Outcome, ReviewState, StateKind

ZONES = (
    *("UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("America/St_Johns", "Europe/Berlin", "America/New_York", "Asia/Pyongyang", "Pacific/Chatham", "Africa/Abidjan"),
)
SILENT = {Outcome.NO_INFORMATION, Outcome.NOT_DUE, Outcome.OVERDUE, Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE}
# A fulfilment loses its certain day, or a breach its latest claim, and what is left may be better supported.
RESTED_ON_A_DAY = {Outcome.FULFILLED, Outcome.REMEDIED}
numbers = st.integers(0, 2**32)


@contextmanager
def elsewhere(zone: str, language: str) -> Iterator[None]:
    """Run in a time zone and a language, which `tests.locales` provided, and come back."""
    before = {name: os.environ.get(name) for name in ("TZ", "LC_ALL", "LANG")}
    spoken = locale.setlocale(locale.LC_ALL)
    try:
        os.environ.update(TZ=zone, LC_ALL=language, LANG=language)
        time.tzset()
        locale.setlocale(locale.LC_ALL, language)
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        time.tzset()
        locale.setlocale(locale.LC_ALL, spoken)


def brief(found: Assessment) -> tuple:
    """The outcome and all that it says beside it, but for what was set aside."""
    return found.outcome, found.assurance, found.due, found.also, found.reasons


class Record(RuleBasedStateMachine):
    """One cell's record."""

    @initialize(seed=numbers)
    def begin(self, seed: int) -> None:
        """Begin with a duty, a party, and nothing on record."""
        dice = Random(seed)  # noqa: S311 - a test's dice
        self.duty, self.party, self.version = duty_of(dice), dice.choice(PARTIES), dice.choice([*VERSIONS])
        self.day, self.step = DAY, 0
        self.versions: dict[str, list[tuple[int, Evidence]]] = {}
        self.asked: list[tuple[int, date, tuple]] = []
        self.kept: tuple[tuple[int, date], Assessment] | None = None

    # What is done.

    @rule(seed=numbers)
    def log(self, seed: int) -> None:
        """Log a claim, which then waits or was decided at once."""
        self._record(claim_of(Random(seed), f"c{len(self.versions)}"))  # noqa: S311 - a test's dice

    @precondition(lambda self: self.versions)
    @rule(seed=numbers, verdict=st.sampled_from([ReviewState.ACCEPTED] * 3 + [ReviewState.RETURNED, ReviewState.WRONG]))
    def review(self, seed: int, verdict: ReviewState) -> None:
        """Decide on the current revision of a claim."""
        item = self._any(seed)
        self._record(replace(item, review_state=verdict, credibility=1 + seed % 6))

    @precondition(lambda self: self.versions)
    @rule(seed=numbers)
    def edit(self, seed: int) -> None:
        """Edit a claim: a new revision, which waits."""
        item = self._any(seed)
        other = claim_of(Random(seed), item.claim)  # noqa: S311 - a test's dice
        self._record(replace(other, revision=item.revision + 1, review_state=ReviewState.WAITING))

    @precondition(lambda self: self.versions)
    @rule(seed=numbers)
    def withdraw(self, seed: int) -> None:
        """Withdraw a claim: for later knowledge it is as if it had never been."""
        item = self._any(seed)
        never = [other for other in self._known() if other.claim != item.claim]
        self._record(replace(item, review_state=ReviewState.WITHDRAWN))
        assert brief(self._found()) == brief(self._found(never))

    @precondition(lambda self: self.versions)
    @rule(seed=numbers, origin=st.sampled_from(["own", "wire", "rival", "panel"]))
    def move_origin(self, seed: int, origin: str) -> None:
        """Put a claim under another origin."""
        self._record(replace(self._any(seed), origin=origin, own_voice=origin == "own"))

    @rule(days=st.integers(-4, 4))
    def ask_of_another_day(self, days: int) -> None:
        """Judge another day, and keep the answer to ask for it again."""
        self.day = DAY + timedelta(days=days)
        self.asked.append((self.step, self.day, brief(self._found())))

    @rule(zone=st.sampled_from(ZONES), language=st.sampled_from(LOCALES))
    def look_from_elsewhere(self, zone: str, language: str) -> None:
        """The viewer's time zone and language never change a status, nor a word of it."""
        here = self._found()
        with elsewhere(zone, language):
            assert self._found(self._known()) == here

    @precondition(lambda self: self.step % 9 == 8)
    @rule()
    def prove(self) -> None:
        """The explanation replays to the same status, and so does what was restored from its file."""
        told = proofs.prove(self.duty, self.party, self._known(), self._clocks())
        again = proofs.replay(proofs.from_canonical(proofs.to_canonical(told)))
        assert (again.outcome, again.assurance) == (self._found().outcome, self._found().assurance)
        assert proofs.differences(told, again) == []
        assert [step.outcome for step in told.steps if step.decides] == [told.outcome]
        assert all(step.sentence for step in told.steps)
        assert all((change.outcome, change.assurance) != (told.outcome, told.assurance) for change in told.changes)

    @precondition(lambda self: self.asked)
    @rule(seed=numbers)
    def ask_again(self, seed: int) -> None:
        """Known at K uses only what was recorded by K: later edits, reviews and withdrawals change no old answer."""
        step, day, answer = self.asked[seed % len(self.asked)]
        assert brief(assess(self.duty, self.party, self._known(step), Clocks(day, KNOWN, rules=self.version))) == answer

    @precondition(lambda self: self.versions)
    @rule(seed=numbers)
    def lose_a_source(self, seed: int) -> None:
        """Removing a source never improves the certainty of the same outcome."""
        before = self._found()
        after = self._found([item for item in self._known() if item.claim != self._any(seed).claim])
        same = after.outcome is before.outcome and before.outcome not in RESTED_ON_A_DAY
        assert not same or after.assurance.rank <= before.assurance.rank

    @precondition(lambda self: self.versions)
    @rule(seed=numbers)
    def repeat_a_source(self, seed: int) -> None:
        """A duplicate of a source changes nothing but the count."""
        before, twice = self._found(), self._found([*self._known(), replace(self._any(seed), claim="another outlet")])
        assert (twice.outcome, twice.assurance, twice.also) == (before.outcome, before.assurance, before.also)

    @rule(first=st.integers(-4, 4))
    def exempt(self, first: int) -> None:
        """An exemption covers its own cell from its own day, and nothing else."""
        day = DAY + timedelta(days=first)
        paper = Evidence("paper", 1, Kind.REPORTED_ACTION, Effect.EXEMPTS, "panel", day, day, finding=True)
        found, before = self._found([*self._known(), paper]), self._found()
        counts = aside_of(self.duty, self.party, paper, self._clocks()) is None
        idle = found.outcome in (Outcome.NOT_IN_FORCE, Outcome.NOT_APPLICABLE)
        assert (found.outcome is Outcome.EXEMPT) == ((counts and not idle) or before.outcome is Outcome.EXEMPT)
        assert counts or brief(found) == brief(before)

    @rule(last=st.integers(-4, 4))
    def succeed(self, last: int) -> None:
        """A state and its successor share the days between them: each day is judged once, as for one state."""
        end = DAY + timedelta(days=last)
        before, after = replace(STATE, member_until=end), replace(STATE, member_from=end + timedelta(days=1))
        whole, first, second = (
            conclude(self.duty, party, self._known(), self._clocks()) for party in (STATE, before, after)
        )
        bound, other = (first, second) if self.day <= end else (second, first)
        assert bound == whole
        assert other.outcome in (Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE)

    # What holds after each step.

    @invariant()
    def order_and_repetition_do_not_matter(self) -> None:
        """Order of entry does not matter, and asking again changes nothing."""
        known = self._known()
        assert self._found([*known[::-1], *known]) == self._found()

    @invariant()
    def only_what_is_accepted_counts(self) -> None:
        """What nobody accepted never counts."""
        known = self._known()
        accepted = [item for item in known if item.review_state is ReviewState.ACCEPTED]
        assert len(accepted) == len(known) or brief(self._found(accepted)) == brief(self._found())

    @invariant()
    def only_what_had_happened_counts(self) -> None:
        """As of D uses only what may have happened by D."""
        known = self._known()
        begun = [item for item in known if item.first <= self.day]
        assert len(begun) == len(known) or brief(self._found(begun)) == brief(self._found())

    @invariant()
    def every_status_names_a_statement_or_is_silence(self) -> None:
        """Every status names at least one statement, or is one of the silent ones."""
        found = self._found()
        assert found.outcome in SILENT or found.reasons[0].claims or found.reasons[0].rule == "exempt.record"
        assert found.outcome is not Outcome.NO_INFORMATION or "not mean not met" in found.reasons[0].sentence

    @invariant()
    def a_conflict_has_no_arbitrary_winner(self) -> None:
        """Accepted sources that conflict give contested, or what stands before it; never a breach or a fulfilment."""
        found = self._found()
        if Outcome.CONTESTED in {holding.outcome for holding in found.also}:
            assert found.outcome in (Outcome.NOT_IN_FORCE, Outcome.NOT_APPLICABLE, Outcome.EXEMPT)

    @invariant()
    def outside_its_days_a_duty_does_not_bind(self) -> None:
        """Before it takes effect, after its end and while suspended a duty is not in force, and says so."""
        duty, day = self.duty, self.day
        idle = bool(duty.effective and day < duty.effective) or bool(duty.ended and day >= duty.ended)
        idle = idle or any(first <= day <= (last or day) for first, last in (*duty.suspensions, *duty.gaps))
        found = self._found()
        assert (found.outcome is Outcome.NOT_IN_FORCE) == idle
        assert not idle or found.reasons[0].rule.startswith("not_in_force.")

    @invariant()
    def only_members_of_the_day_are_addressed(self) -> None:
        """Who is addressed is who was a member on the day; an observer is not, and all states together seldom."""
        party = self.party
        outside = party.kind is StateKind.OBSERVER or bool(party.member_from and self.day < party.member_from)
        outside = outside or bool(party.member_until and self.day > party.member_until)
        assert not outside or self._found().outcome in (Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE)

    @invariant()
    def many_are_decided_as_one(self) -> None:
        """From its tally alone a cell is decided as from its evidence."""
        known, clocks, found = self._known(), self._clocks(), self._found()
        party = self.party
        duty = judged(self.duty, party, known, clocks)
        counted, _ = sort_out(duty, party, known, clocks)
        decision = decide(duty, party, tally(duty, party, counted, doubtful_among(duty, party, known, clocks)), clocks)
        told = (found.outcome, found.assurance, found.due, found.also)
        assert (decision.outcome, decision.assurance, decision.due, decision.holds) == told

    @invariant()
    def what_is_restored_gives_the_same(self) -> None:
        """Facts written to a file and read back give the same answer."""
        known = self._known()
        assert [from_plain(Evidence, to_plain(item)) for item in known] == known

    @invariant()
    def every_claim_is_used_or_set_aside_with_why(self) -> None:
        """Nothing on record is lost: a claim is behind a reason, or set aside with why."""
        found = self._found()
        aside = {left.claim for left in found.set_aside}
        assert aside | {key for reason in found.reasons for key in reason.claims} == set(self.versions)
        assert all(left.why in Aside and left.sentence for left in found.set_aside)
        assert all(
            bucket_of(self.duty, self.party, item) is not None
            or item.claim in aside
            or item.share_low is not None
            or item.share_high is not None
            for item in self._known()
        )

    # The record.

    def _record(self, item: Evidence) -> None:
        self.step += 1
        self.versions.setdefault(item.claim, []).append((self.step, item))

    def _known(self, step: int | None = None) -> list[Evidence]:
        """Each claim as it was recorded by a step."""
        by = self.step if step is None else step
        told = ([item for at, item in versions if at <= by] for versions in self.versions.values())
        return [items[-1] for items in told if items]

    def _any(self, seed: int) -> Evidence:
        known = self._known()
        return known[seed % len(known)]

    def _clocks(self) -> Clocks:
        return Clocks(self.day, KNOWN, rules=self.version)

    def _found(self, evidence: list[Evidence] | None = None) -> Assessment:
        """What the rules say of some evidence, or of what is known now; that is asked once and kept for the step."""
        if evidence is not None:
            return assess(self.duty, self.party, evidence, self._clocks())
        if self.kept is None or self.kept[0] != (self.step, self.day):
            self.kept = (self.step, self.day), assess(self.duty, self.party, self._known(), self._clocks())
        return self.kept[1]
