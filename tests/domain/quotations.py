"""Quotations with their right verdicts, made by a seeded generator from passages in six scripts, invented for it.

Every case says what was done to the text or to the quotation. A way of setting is done to either side at random, since
a quotation may be pasted from a page as well as typed from it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tracker.domain.vocabulary import QuoteVerdict

PASSAGES = {
    "English": (
        (
            "The Ministry of Fisheries filed its first report on 14 May, and confirmed that 1,250 workers had left the"
            " northern ports before the deadline."
        ),
        (
            "“Our officials searched the flagged vessel twice”, the envoy said — a mid-term review will show whether"
            " that was sufficient."
        ),
        "Two shipments of refined fuel were refused entry, because the certificates did not specify the final buyer.",
    ),
    "French": (
        (
            "Le ministère des Pêches a déposé son premier rapport le 14 mai, et a confirmé que 1250 ouvriers avaient"
            " quitté les ports du nord avant l’échéance."
        ),
        (
            "« Nos officiers ont fouillé deux fois le navire », a dit l’envoyée — un examen à mi-parcours montrera si"
            " cela était suffisant."
        ),
        (
            "Deux cargaisons de carburant raffiné ont été refoulées, parce que les certificats ne nommaient pas"
            " l’acheteur final."
        ),
    ),
    "Spanish": (
        (
            "El Ministerio de Pesca presentó su primer informe el 14 de mayo, y confirmó que 1250 trabajadores habían"
            " salido de los puertos del norte antes del plazo."
        ),
        (
            "«Nuestros oficiales registraron dos veces el buque», dijo la enviada — un examen de mitad de período"
            " mostrará si fue suficiente."
        ),
        (
            "Dos cargamentos de combustible refinado fueron rechazados, porque los certificados no nombraban al"
            " comprador final."
        ),
    ),
    "Russian": (
        (
            "Министерство рыболовства представило свой первый доклад 14 мая и подтвердило, что 1250 рабочих покинули"
            " северные порты до истечения срока."
        ),
        (
            "«Наши сотрудники дважды осмотрели судно», — заявил посланник, и промежуточный обзор покажет, было ли"
            " этого достаточно."
        ),
        "Две партии топлива не были допущены в порт, поскольку в документах не был указан конечный покупатель.",
    ),
    "Arabic": (
        (
            "قدمت وزارة مصائد الأسماك تقريرها الأول في 14 أيار، وأكدت أن 1250 عاملا غادروا الموانئ الشمالية قبل"
            " انقضاء المهلة."
        ),
        "وقال المبعوث، وهو ضابط سابق، إن «موظفينا فتشوا السفينة مرتين» — وسيبين استعراض منتصف المدة إن كان ذلك كافيا.",
        "ورفض الميناء دخول شحنتين من الوقود المكرر، لأن الشهادات لم تحدد المشتري النهائي للبضاعة.",
    ),
    "Chinese": (
        "渔业部于5月14日提交了第一份报告，并确认1250名工人在期限届满之前离开了北部港口。",
        "特使说：“我方人员两次检查了该船”——中期审查将说明这样做是否足够，并提出建议。",
        "由于证书没有写明最终买方，两批成品油被拒绝入境，有关公司已收到通知。",
    ),
    "Japanese": (
        "水産省は5月14日に最初の報告書を提出し、1250人の労働者が期限までに北部の港を離れたことを確認した。",
        "特使は「職員がその船舶を二度検査した」と述べた――中間の見直しで、十分だったかどうかが示される。",
        "証明書に最終的な買い手が記載されていなかったため、精製油二件の搬入が拒否され、会社に通知された。",
    ),
    "Korean": (
        "수산부는 5월 14일 첫 보고서를 제출하고, 노동자 1250명이 기한 전에 북부 항구를 떠났다고 확인하였다.",
        "특사는 “우리 직원들이 그 선박을 두 차례 검사하였다”고 말했다 — 중간 검토에서, 충분하였는지 밝힐 것이다.",
        "증명서에 최종 구매자가 적혀 있지 않아, 정제유 두 건의 반입이 거부되었으며 해당 회사에 통보되었다.",
    ),
}
UNSPACED = {"Chinese", "Japanese"}
HYPHENATED = {"English", "French", "Spanish", "Russian"}


@dataclass(frozen=True, slots=True)
class Case:
    """A text, a quotation, what was done to one of them, and the verdict."""

    rule: str
    text: str
    quotation: str
    verdict: QuoteVerdict

    def __str__(self) -> str:
        return self.rule


def words_of(passage: str, language: str) -> list[str]:
    """The parts that can be put together again by `joined`."""
    return re.findall(r"\d+|[—―]+|\D", passage) if language in UNSPACED else passage.split(" ")


def joined(words: list[str], language: str) -> str:
    """Words as a passage of their language."""
    return ("" if language in UNSPACED else " ").join(words)


def document(random: Random, language: str, passage: str) -> str:
    """A passage among the others of its language, on the second of three pages."""
    others = [other for other in PASSAGES[language] if other != passage]
    random.shuffle(others)
    return f"{others[0]}\n\f{passage}\n\n\f{others[1]}\n"


# --- ways of setting: the same words, so never worse than "exact but for spacing and marks" -----------------


def _spaces(random: Random, words: str, language: str) -> str:
    blanks = ["\u00a0", "\u2009", "  ", "\t", "\u3000", " \u200b", "\u202f "]
    return re.sub(" ", lambda _: random.choice(blanks), words)


def _lines(random: Random, words: str, language: str) -> str:
    if language not in UNSPACED:
        return re.sub(" ", lambda _: random.choice([" ", " ", "\n", " \r\n", "\n   "]), words)
    return "".join(part + random.choice(["", "", "", "\n", "\n　"]) for part in words_of(words, language)).strip()


def _page_break(random: Random, words: str, language: str) -> str:
    parts = words_of(words, language)
    middle = len(parts) // 2
    return joined(parts[:middle], language) + "\n\f" + joined(parts[middle:], language)


def _within_words(mark: str) -> Callable[[Random, str, str], str]:
    def put(random: Random, words: str, language: str) -> str:
        return re.sub(r"(?<=[^\W\d_])(?=[^\W\d_])", lambda _: mark if random.random() < 0.2 else "", words)

    return put


def _line_end_hyphens(random: Random, words: str, language: str) -> str:
    if language not in HYPHENATED:
        return words
    broken = re.sub(r"\b([^\W\d_]{4})([^\W\d_]{3,})\b", lambda m: f"{m[1]}-\n{m[2]}", words)
    return broken.replace("mid-term", "mid-\nterm").replace("mi-par", "mi-\npar")


def _decomposed(random: Random, words: str, language: str) -> str:
    return unicodedata.normalize("NFD", words)


def _ligatures(random: Random, words: str, language: str) -> str:
    return words.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("لا", "ﻻ")


def _other_quotes(random: Random, words: str, language: str) -> str:
    left, right = random.choice([('"', '"'), ("„", "“"), ("‹\u202f", "\u202f›"), ("『", "』")])
    return re.sub("« ?|[“「]", left, re.sub(" ?»|[”」]", right, words)).replace("’", "'")


def _other_dashes(random: Random, words: str, language: str) -> str:
    return re.sub(" ?(?:—+|―+) ?", random.choice(["—", " – ", " -- ", " - "]), words)


def _other_digits(random: Random, words: str, language: str) -> str:
    zero = {"Arabic": 0x660, "Chinese": 0xFF10, "Japanese": 0xFF10, "Korean": 0xFF10}.get(language, 0x30)
    return re.sub("[0-9]", lambda m: chr(zero + int(m[0])), words)


_ISOLATED = {
    unicodedata.normalize("NFKC", form): form
    for form in map(chr, range(0xFE80, 0xFEF5))
    if unicodedata.decomposition(form).startswith("<isolated>")
}


def _presentation_forms(random: Random, words: str, language: str) -> str:
    return "".join(_ISOLATED.get(c, c) for c in words)


def _stretched(random: Random, words: str, language: str) -> str:
    return re.sub(r"(?<=[\u0628-\u064a])(?=[\u0628-\u064a])", lambda _: random.choice(["", "ـ", "ــ"]), words)


def _vocalised(random: Random, words: str, language: str) -> str:
    return re.sub(r"(?<=[\u0628-\u064a])", lambda _: random.choice(["", "\u064e", "\u0650\u0651"]), words)


SETTINGS: dict[str, Callable[[Random, str, str], str]] = {
    "spaces of other kinds": _spaces,
    "lines of a page": _lines,
    "a page break within": _page_break,
    "soft hyphens": _within_words("\u00ad"),
    "signs of direction and joiners": _within_words("\u200f\u2060"),
    "words broken at line ends": _line_end_hyphens,
    "accents and syllables decomposed": _decomposed,
    "ligatures": _ligatures,
    "other quotation marks": _other_quotes,
    "other dashes": _other_dashes,
    "digits of another form": _other_digits,
    "presentation forms": _presentation_forms,
    "stretched words": _stretched,
    "vowel signs on one side": _vocalised,
}


def _set_otherwise(random: Random, language: str, passage: str) -> Iterator[Case]:
    text = document(random, language, passage)
    for name, setting in SETTINGS.items():
        changed = setting(random, passage, language)
        if changed == passage:
            continue
        pasted = random.random() < 0.5
        kept, quotation = (text, changed) if pasted else (text.replace(passage, changed), passage)
        rule = f"{language}: {name} in the {'quotation' if pasted else 'text'}"
        yield Case(rule, kept, quotation, QuoteVerdict.NORMALISED)


# --- what people do to quotations -------------------------------------------------------------------------


def _quoted_otherwise(random: Random, language: str, passage: str) -> Iterator[Case]:
    text, words = document(random, language, passage), words_of(passage, language)
    third = len(words) // 3
    head, tail = joined(words[:third], language), joined(words[-third:], language)
    middle = joined(words[1:-2], language).strip("“”«»「」 ")
    dots = random.choice([" [...] ", "… ", " (…) ", " . . . "])
    yield Case(f"{language}: as it stands", text, passage, QuoteVerdict.EXACT)
    yield Case(f"{language}: some words of it", text, middle, QuoteVerdict.EXACT)
    yield Case(f"{language}: enclosed and closed", text, f"“{passage[:-1]},”", QuoteVerdict.NORMALISED)
    yield Case(f"{language}: words left out, and said so", text, head + dots + tail, QuoteVerdict.NORMALISED)
    yield Case(f"{language}: parts in the wrong order", text, tail[:-1] + dots + head, QuoteVerdict.NOT_FOUND)
    yield Case(f"{language}: another document", text.replace(passage, ""), passage, QuoteVerdict.NOT_FOUND)
    yield Case(f"{language}: a comma less", text, re.sub("[,،，、]", "", passage, count=1), QuoteVerdict.NEAR)
    yield from _spelt_otherwise(text, language, passage)


def _spelt_otherwise(text: str, language: str, passage: str) -> Iterator[Case]:
    longest = max(re.findall(r"[^\W\d_]+", passage), key=len)
    if longest.upper() != longest:
        capitals = passage.replace(longest, longest.upper())
        yield Case(f"{language}: a word in capitals", text, capitals, QuoteVerdict.NEAR)
    if language not in UNSPACED:
        cut = re.sub(r"^\W*\w", "", passage)
        yield Case(f"{language}: cut within its first word", text, cut, QuoteVerdict.NEAR)


def cases(seed: int = 2397) -> list[Case]:
    """All cases of all passages, the same ones every time."""
    random = Random(seed)  # noqa: S311 - it makes test cases, and no secret
    made = [(language, passage) for language, passages in PASSAGES.items() for passage in passages]
    return [
        case
        for language, passage in made
        for case in (*_quoted_otherwise(random, language, passage), *_set_otherwise(random, language, passage))
    ]


# --- altered by one word ----------------------------------------------------------------------------------


def _altered(random: Random, words: list[str], spare: list[str]) -> list[str]:
    """One word replaced, taken out, put in, or moved behind the next; not the first or last, which may be left out."""
    place = random.choice([i for i, word in enumerate(words) if any(c.isalpha() for c in word)][1:-2])
    deed = random.choice(["replace", "remove", "insert", "move"])
    before, word, following, after = words[:place], words[place], words[place + 1], words[place + 2 :]
    other = random.choice([w for w in spare if w != word and any(c.isalpha() for c in w)])
    changed = {"replace": [other, following], "remove": [following], "insert": [word, other, following]}
    return [*before, *changed.get(deed, [following, word]), *after]


def altered(count: int, seed: int = 2397) -> list[Case]:
    """That many quotations with one word altered, from texts set in any way."""
    random = Random(seed)  # noqa: S311 - it makes test cases, and no secret
    made: list[Case] = []
    while len(made) < count:
        language = random.choice(list(PASSAGES))
        passage, other = random.sample(PASSAGES[language], 2)
        words = words_of(passage, language)
        quotation = joined(_altered(random, words, words_of(other, language)), language)
        setting = random.choice(list(SETTINGS))
        text = document(random, language, passage).replace(passage, SETTINGS[setting](random, passage, language))
        if quotation != passage:
            made.append(Case(f"{language}: one word altered, {setting}", text, quotation, QuoteVerdict.NEAR))
    return made
