"""Whether two spellings are of one name: Russian, Korean and Chinese names in the romanisations that are usual.

Alexander Matsegora is Aleksandr Matsegora and Александр Мацегора; Ri Yong-ho is Lee Yong Ho. It only ever suggests: two
people may have one name.
"""

import re
import unicodedata

_CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэюяё",
        "a b v g d e z i i k l m n o p r s t u f h ts ch sh sch . y . e yu ya e".replace(".", "").split(" "),
        strict=True,
    )
) | {"ж": "zh", "і": "i", "ї": "i", "є": "e"}
_FIRST_NAMES = {
    "aleksandr": "alexander",
    "alexandre": "alexander",
    "alejandro": "alexander",
    "sergei": "sergey",
    "serguei": "sergey",
    "sergueï": "sergey",
    "petr": "pyotr",
    "piotr": "pyotr",
    "vasily": "vassily",
    "vasili": "vassily",
    "vassili": "vassily",
    "mikhail": "mihail",
    "dmitri": "dmitry",
    "dmitrii": "dmitry",
    "yuri": "yury",
}
_KOREAN = {
    "ri": "lee", "yi": "lee", "rhee": "lee", "li": "lee", "pak": "park", "bak": "park", "choe": "choi", "chae": "choi",
    "no": "roh", "rim": "lim", "im": "lim", "ryu": "yoo", "yu": "yoo", "paek": "baek", "jong": "jung", "jeong": "jung",
    "chong": "jung", "un": "eun", "gim": "kim", "kang": "gang", "o": "oh", "u": "woo", "jo": "cho", "sol": "seol",
    "chol": "chul", "cheol": "chul", "yong": "young", "yeong": "young", "myong": "myung", "hyon": "hyun",
    "hyeon": "hyun", "son": "sun", "seon": "sun", "thae": "tae", "kwon": "gwon",
}  # fmt: skip
_ENDINGS = re.compile(r"(?:iy|yi|ii|ij|yy|y)\b")
_WORD = re.compile(r"[^\W\d_]+")


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name in a form that its usual romanisations share, whatever their order."""
    spelled = "".join(_CYRILLIC.get(c, c) for c in name.casefold())
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return tuple(sorted(_word(word) for word in _WORD.findall(plain)))


def _word(word: str) -> str:
    word = _KOREAN.get(word, _FIRST_NAMES.get(word, word))
    word = word.replace("ks", "x").replace("kh", "h").replace("tz", "ts").replace("shch", "sch").replace("yo", "e")
    return _ENDINGS.sub("i", word).replace("iya", "ia").replace("ye", "e")


def same_person(one: str, other: str) -> bool:
    """Whether two names share all words, or the last word where one of them has no other."""
    first, second = name_key(one), name_key(other)
    if not first or not second:
        return False
    if "".join(first) == "".join(second) or first == second:
        return True
    short, long = sorted((first, second), key=len)
    return len(short) < len(long) and len(short[-1]) > 3 and set(short) <= set(long)
