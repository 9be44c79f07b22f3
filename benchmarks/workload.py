"""The synthetic workload: claims on states and duties, the same for the same number and seed, one at a time.

193 states by 75 duties, a few of which attract most claims; six kinds of claim; 62 in a hundred accepted, 14 rejected,
24 waiting; one to three citations each of one source for five claims; days from 2006 to 2026. The text of a claim ends
in invented words drawn as unevenly as those of a language, so that a search can ask for a common word or a rare one.
States, duties and sources are numbers from 1 here; what they are called is for those who write them down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

SEED = 20061014
STATES, DUTIES = 193, 75
FIRST, LAST = date(2006, 10, 14), date(2026, 10, 14)
DAYS = (LAST - FIRST).days
AS_OF = date(2024, 6, 30)

KINDS = ("pledge", "action", "implementation_report", "allegation", "denial", "assessment")
KIND_WEIGHTS = (12, 24, 26, 18, 8, 12)
VERDICTS = ("accepted", "rejected", "pending")
VERDICT_WEIGHTS = (62, 14, 24)
STATUSES = ("compliant", "partial", "non_compliant", "unclear")
STATUS_WEIGHTS = {
    "pledge": (10, 60, 0, 30),
    "action": (55, 40, 0, 5),
    "implementation_report": (60, 30, 2, 8),
    "allegation": (0, 15, 75, 10),
    "denial": (50, 10, 0, 40),
    "assessment": (35, 30, 25, 10),
}
"""How often a claim of each kind asserts each status."""

WORDS = 4_000
SPEAKERS = (
    "customs service",
    "central bank",
    "harbour authority",
    "foreign ministry",
    "ship registry",
    "financial intelligence unit",
    "immigration service",
    "sanctions panel",
    "export licensing board",
    "shipping company",
)
DEEDS = ("seized", "froze", "searched", "turned away", "struck off", "reported", "licensed", "expelled", "returned")
THINGS = (
    "a cargo of machine tools",
    "three bank accounts",
    "a tanker",
    "a load of coal",
    "a party of workers",
    "an invoice",
    "refined fuel",
    "a letter-box company",
    "valves of dual use",
    "a chartered aircraft",
)
ENDINGS = (
    "subject to appeal",
    "as its national report says",
    "contrary to what its mission said",
    "under the implementing order",
    "after an inquiry",
    "without leave of the committee",
    "as pictures from orbit show",
    "before the day set by the resolution",
)

ONSETS = [
    "b",
    "br",
    "c",
    "d",
    "dr",
    "f",
    "g",
    "h",
    "j",
    "k",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ou"]
CODAS = ["", *["n", "r", "s", "l", "k", "m", "ng"]]


@dataclass(frozen=True, slots=True)
class Document:
    """A source. `number` counts from 1."""

    number: int
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Cited:
    """A place in a source."""

    source: int
    locator: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim on one cell. `reviewed` is None while it waits; `confidence` runs from 1, doubtful, to 5."""

    number: int
    state: int
    duty: int
    kind: str
    status: str
    verdict: str
    day: date
    reviewed: date | None
    confidence: int
    speaker: str
    text: str
    citations: tuple[Cited, ...]

    @property
    def counts_in_floor(self) -> bool:
        """Whether the floors' matrix looks at it: accepted, and no mere pledge."""
        return self.verdict == "accepted" and self.kind != "pledge"


def vocabulary(dice: Random, many: int = WORDS) -> list[str]:
    """Invented words that can be pronounced, no two alike, in the order of how common they are."""
    found: dict[str, None] = {}
    while len(found) < many:
        syllables = range(dice.choice((2, 2, 3)))
        found["".join(dice.choice(ONSETS) + dice.choice(VOWELS) + dice.choice(CODAS) for _ in syllables)] = None
    return list(found)


class Workload:
    """As many claims as asked for, with the sources that they cite."""

    def __init__(self, claims: int, *, seed: int = SEED) -> None:
        """The same number and seed give the same workload."""
        self.claims = claims
        self.seed = seed
        self.sources = max(1, claims // 5)
        self.words = vocabulary(self._dice("words"))
        self._rarity = list(accumulate(1 / (place + 5) for place in range(WORDS)))

    def _dice(self, what: str) -> Random:
        return Random(f"{self.seed} {what}")  # noqa: S311  (synthetic data, not a secret)

    def documents(self) -> Iterator[Document]:
        """The sources, by number."""
        dice = self._dice("sources")
        for number in range(1, self.sources + 1):
            title = f"File {number} on {dice.choice(THINGS)}"
            yield Document(number, title, FIRST + timedelta(days=dice.randrange(DAYS)))

    def statements(self) -> Iterator[Statement]:
        """The claims, by number."""
        dice = self._dice("claims")
        states, duties = skewed(STATES, 60, 0.5), skewed(DUTIES, 25, 0.4)
        for number in range(1, self.claims + 1):
            kind = dice.choices(KINDS, KIND_WEIGHTS)[0]
            verdict = dice.choices(VERDICTS, VERDICT_WEIGHTS)[0]
            day = FIRST + timedelta(days=dice.randrange(DAYS))
            reviewed = min(LAST, day + timedelta(days=dice.randint(1, 200)))
            speaker = dice.choice(SPEAKERS)
            yield Statement(
                number=number,
                state=dice.choices(range(1, STATES + 1), cum_weights=states)[0],
                duty=dice.choices(range(1, DUTIES + 1), cum_weights=duties)[0],
                kind=kind,
                status=dice.choices(STATUSES, STATUS_WEIGHTS[kind])[0],
                verdict=verdict,
                day=day,
                reviewed=None if verdict == "pending" else reviewed,
                confidence=dice.randint(1, 5),
                speaker=speaker,
                text=self._text(dice, speaker),
                citations=tuple(self._citations(dice)),
            )

    def _text(self, dice: Random, speaker: str) -> str:
        tail = " ".join(self._drawn(dice, dice.randint(6, 22)))
        return f"The {speaker} {dice.choice(DEEDS)} {dice.choice(THINGS)} {dice.choice(ENDINGS)}; {tail}."

    def _drawn(self, dice: Random, many: int) -> list[str]:
        return dice.choices(self.words, cum_weights=self._rarity, k=many)

    def _citations(self, dice: Random) -> Iterator[Cited]:
        many = min(self.sources, dice.choices((1, 2, 3), (55, 30, 15))[0])
        for source in sorted(dice.sample(range(1, self.sources + 1), many)):
            place = f"p. {dice.randint(1, 400)}, para {dice.randint(1, 90)}"
            yield Cited(source, place, " ".join(self._drawn(dice, 8)))

    def asked_words(self, look_at: int = 10_000) -> dict[str, str]:
        """A common word (in a fifth of the claims), one of medium frequency (1 %) and a rare one (0.08 %)."""
        seen: dict[str, int] = {}
        read = 0
        for statement in self.statements():
            read += 1
            for word in set(statement.text.partition("; ")[2].rstrip(".").split()):
                seen[word] = seen.get(word, 0) + 1
            if read == look_at:
                break
        shares = {"common": 0.2, "mid": 0.01, "rare": 0.0008}
        words = sorted(seen)
        return {name: min(words, key=lambda word: abs(seen[word] / read - share)) for name, share in shares.items()}


def skewed(many: int, period: int, power: float) -> Sequence[float]:
    """Running weights of which the first of each period are far the heaviest."""
    return list(accumulate(1 / (1 + place % period) ** power for place in range(1, many + 1)))
