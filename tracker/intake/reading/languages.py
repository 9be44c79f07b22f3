"""Which of the six languages a text is in, by its script and by its commonest small words."""

import re

_LOOKED_AT = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "en": frozenset(
        ["the", "of", "and", "to", "in", "that", "is", "was", "for", "by", "has", "said", "from", "have", "will"]
    ),
    "fr": frozenset(
        ["le", "les", "des", "du", "et", "dans", "une", "pour", "est", "au", "aux", "sur", "par", "qui", "ont"]
    ),
    "es": frozenset(
        ["el", "los", "las", "del", "y", "una", "por", "para", "con", "es", "al", "su", "sus", "ha", "han"]
    ),
}
"""Words that one of the languages has and the others have not; as many for each."""
_SMALLER = {
    "en": frozenset(["as", "at", "on", "it", "with", "this", "not", "its", "be", "are", "were", "will", "all", "no"]),
    "fr": frozenset(
        ["ne", "pas", "ce", "cette", "depuis", "sans", "avec", "son", "sa", "ses", "nous", "que", "en", "la"]
    ),
    "es": frozenset(
        ["no", "lo", "desde", "como", "sin", "ningun", "mas", "este", "sobre", "segun", "fue", "que", "en", "la"]
    ),
}
"""Further words, for short texts in which few of the others are."""


_MARKS = {"fr": "[èêëçàâùûîôœ]|\\b[ldnsj]['’]|qu['’]", "es": "[ñ¿¡áíóú]"}
"""Letters and signs that one of two languages has and the other has not."""


def language_of(text: str) -> str:
    """The code of the language; English where nothing tells. Only the beginning is looked at."""
    looked = text[:_LOOKED_AT]
    han, arabic, cyrillic = (
        len(re.findall(block, looked)) for block in ("[\u3400-\u9fff]", "[\u0621-\u06ff]", "[\u0400-\u04ff]")
    )
    latin = len(re.findall("[A-Za-z]", looked))
    if 2 * han > latin:
        return "zh"
    if max(arabic, cyrillic) > latin:
        return "ar" if arabic > cyrillic else "ru"
    words = [word.lower() for word in _WORD.findall(looked)]
    scores = {code: sum(word in small for word in words) for code, small in _SMALL.items()}
    if max(scores.values()) <= 1:
        scores = {code: score + sum(word in _SMALLER[code] for word in words) for code, score in scores.items()}
        scores |= {code: scores[code] + len(set(re.findall(_MARKS[code], looked.lower()))) for code in _MARKS}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] else "en"
