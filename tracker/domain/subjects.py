"""What a text speaks of, by the words that it uses: labour, coal, oil … A rough net, which only ever proposes."""

import re
from collections.abc import Iterable
from functools import lru_cache

_TOPICS = {
    "labour": r"labou?r|workers?|workforce|employ|earning|migrants?|work (?:permit|visa|authori)|repatriat",
    "coal": r"coal",
    "oil": r"oil|petroleum|crude|fuel|barrels?|condensates?|natural gas|naphtha",
    "textiles": r"textiles?|garments?|apparel|clothing",
    "seafood": r"seafood|fish|squid|crabs?",
    "arms": r"arms|weapons?|ammunition|military|munitions",
    "nuclear, missile and WMD items": r"nuclear|missiles?|wmd|dual-use",
    "finance": r"financ|bank|assets?|funds|loans?|clearing|currency",
    "shipping": r"shipping|ships?|vessels?|tankers?|ship-to-ship|ports?\b|flag(?:ged)?|de-?regist",
    "aviation": r"aviation|aircraft|overflight|airlines?|helicopters?",
    "cargo": r"cargo|inspect(?:ion|ed)? of|luggage",
    "luxury goods": r"luxury",
    "travel": r"travel|entry ban",
    "diplomatic staff": r"diplomat|ambassador|mission staff|embass",
    "expulsion": r"expel|expuls",
    "joint ventures": r"joint (?:venture|compan)|cooperative entit|restaurants?",
    "training": r"training|train(?:s|ed|ers?)?\b|pilots?|teach|technical assistance",
    "scientific cooperation": r"scien|research institute",
    "iron, steel and other metals": r"iron|steel|lead (?:and|ore)|copper|nickel|silver|zinc|titanium|metals?",
    "machinery": r"machinery|machines?|vehicles?|electrical equipment",
    "food": r"food|agricultur",
    "statues": r"statues?|monuments?",
    "insurance": r"insur|reinsur",
    "real property": r"real property|real estate|hostel|embassy land|\brent",
}
_TOPIC_PATTERNS = {name: re.compile(rf"\b(?:{words})", re.IGNORECASE) for name, words in _TOPICS.items()}


@lru_cache(maxsize=1024)
def topics_of(text: str) -> frozenset[str]:
    """Name the subjects that a text speaks of, by the words that it uses."""
    return frozenset(name for name, words in _TOPIC_PATTERNS.items() if words.search(text))


def topics_in(subjects: Iterable[str]) -> frozenset[str]:
    """Put recorded subjects in the table's terms; a subject outside the table stands for itself."""
    return frozenset(t for subject in subjects for t in topics_of(subject) or {subject.casefold()})
