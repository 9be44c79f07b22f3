"""The reader on whole texts, in memory, beside the seeded record."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.content import SourceContent
from tracker.domain.proposals import Reading, TextRefused
from tracker.domain.vocabulary import Effect, HopRole, Kind
from tracker.intake import reading

DIPLOMAT = (
    "Russia is to empty its building sites of North Koreans. Every North Korean labourer on Russian soil will be sent "
    "home, Moscow's ambassador to Pyongyang, Alexander Matsegora, told the news agency RIA on Wednesday, in accordance "
    "with Resolution 2356, passed last June."
)


def _read(text: str, published: str = "2018-07-20", language: str = "") -> Reading:
    return reading.read(text, book=seeded_book(), published=published, language=language)


def test_the_anchor_case_is_read_whole():
    source = SourceContent(title="Russia to send workers home", publisher="The Diplomat", published="2018-07-20")
    found = reading.read(DIPLOMAT, book=seeded_book(), source=source)
    (claim,) = found.claims
    content = claim.content
    assert (content.kind, content.states, content.speaks_for) == (Kind.PLEDGE, ("RUS",), "RUS")
    assert content.speaker == "Alexander Matsegora"
    assert content.office == ("ambassador of the Russian Federation to the Democratic People's Republic of Korea")
    assert content.said == "2018-07-18"
    assert content.cited_as == "Resolution 2356, passed last June"
    assert [(b.state, b.obligation, b.effect) for b in content.bearings] == [
        ("RUS", "r2397-op8-repatriation", Effect.PROMISES)
    ]
    assert [(hop.role, hop.name) for hop in content.hops] == [
        (HopRole.SPEAKER, "Alexander Matsegora"),
        (HopRole.WIRE, "RIA Novosti"),
        (HopRole.OUTLET, "The Diplomat"),
    ]
    assert content.citations[0].quotation == DIPLOMAT[claim.start : claim.end]
    (why,) = claim.why("cited_as")
    assert "S/RES/2356(2017), adopted 2 June 2017, creates no obligation on labour" in why
    assert "“passed last June” fits the date of S/RES/2356(2017)" in why
    assert claim.why("bearings")[0] == "S/RES/2397(2017), paragraph 8: both speak of send home and workers."


def test_the_citation_of_the_anchor_case_is_listed_with_its_check():
    (law,) = _read(DIPLOMAT).citations
    assert (law.words, DIPLOMAT[law.start : law.end]) == ("Resolution 2356, passed last June",) * 2
    assert law.check.mismatch
    assert law.check.proposals[0].obligation == "r2397-op8-repatriation"
    assert law.around.startswith("It does not fit what is said around it: S/RES/2356(2017)")


SENT_HOME = "Russia said it sent home all North Korean workers under "
RENVOYE = "La Russie a déclaré avoir renvoyé tous les travailleurs nord-coréens en application de la "
REPATRIO = "Rusia dijo que repatrió a todos los trabajadores norcoreanos en cumplimiento de la "
ВЫСЛАЛА = "Россия заявила, что выслала всех северокорейских рабочих по "


@pytest.mark.parametrize(
    ("text", "cited_as", "event"),
    [
        (f"{SENT_HOME}resolution 2397 (2017) on 3 December 2019.", "resolution 2397 (2017)", "2019-12-03"),
        (f"{SENT_HOME}resolution 2397 in December 2019.", "resolution 2397", "2019-12"),
        (f"{SENT_HOME}resolution 2397 in 2017.", "resolution 2397", "2017"),
        (f"{SENT_HOME}the UN resolution on 3 December 2019.", "", "2019-12-03"),
        (
            f"{SENT_HOME}resolution 2397 from 3 December 2019 to 5 December 2019.",
            "resolution 2397",
            "2019-12-03..2019-12-05",
        ),
        (f"{SENT_HOME}resolution 2397 in December 2017.", "resolution 2397 in December 2017", ""),
        (f"{SENT_HOME}resolution 2397 on 22 December 2017.", "resolution 2397 on 22 December 2017", ""),
        (f"{SENT_HOME}resolution 2397 (December 2018).", "resolution 2397 (December 2018)", ""),
        (f"{SENT_HOME}resolution 2397, passed in May 2018.", "resolution 2397, passed in May 2018", ""),
        (f"{SENT_HOME}resolution 2397 of 3 May 2018.", "resolution 2397 of 3 May 2018", ""),
        (f"{SENT_HOME}the UN resolution dated 3 May 2018.", "UN resolution dated 3 May 2018", ""),
        (f"{RENVOYE}résolution 2397 (2017) le 3 décembre 2019.", "résolution 2397 (2017)", "2019-12-03"),
        (f"{RENVOYE}résolution 2397 en date du 3 mai 2018.", "résolution 2397 en date du 3 mai 2018", ""),
        (f"{REPATRIO}resolución 2397 (2017) el 3 de diciembre de 2019.", "resolución 2397 (2017)", "2019-12-03"),
        (f"{REPATRIO}resolución 2397 de fecha 3 de mayo de 2018.", "resolución 2397 de fecha 3 de mayo de 2018", ""),
        (f"{ВЫСЛАЛА}резолюции 2397 (2017) в декабре 2019 года.", "резолюции 2397 (2017)", "2019-12"),
        (f"{ВЫСЛАЛА}резолюции 2397 от 3 мая 2018 года.", "резолюции 2397 от 3 мая 2018 года", ""),
        ("俄罗斯表示，根据第2397号决议于2019年12月3日遣返了所有朝鲜劳工。", "第2397号决议", "2019-12-03"),
        (
            "俄罗斯表示，根据第2397号决议于2018年5月3日通过，遣返了所有朝鲜劳工。",
            "第2397号决议于2018年5月3日通过",
            "",
        ),
    ],
)
def test_a_day_beside_a_citation_is_part_of_it_only_as_that_of_adoption(text, cited_as, event):
    (claim,) = _read(text, published="2020-02-10").claims
    assert (claim.content.cited_as, claim.content.event) == (cited_as, event)
    assert claim.why("said") == ("No day is named on which it was said, so it is that of the text.",)


@pytest.mark.parametrize(
    ("words", "cited_as"),
    [
        ("paragraph 8 of resolution 2397", "paragraph 8 of resolution 2397"),
        ("8 (a) of resolution 1718 (2006)", "8 (a) of resolution 1718 (2006)"),
        ("8(a)(iii) of Security Council resolution 1718", "8(a)(iii) of Security Council resolution 1718"),
        ("8 (two) of resolution 1718", "resolution 1718"),
        ("all 8 of resolution 1718", "resolution 1718"),
    ],
)
def test_a_paragraph_before_a_resolution_is_part_of_the_citation_with_or_without_its_name(words, cited_as):
    (claim,) = _read(f"{SENT_HOME}{words}.").claims
    assert claim.content.cited_as == cited_as


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("رحلت روسيا عمال كوريا الشمالية بموجب القرار 2397 (2017) في 3 ديسمبر 2019.", "القرار 2397 (2017)"),
        (
            "رحلت روسيا عمال كوريا الشمالية بموجب القرار 2397 المؤرخ في 3 مايو 2018.",
            "القرار 2397 المؤرخ في 3 مايو 2018",
        ),
    ],
)
def test_a_day_beside_a_citation_in_arabic(text, words):
    (law,) = _read(text, published="2020-02-10").citations
    assert law.words == words


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("Fiji said it sent home six North Korean workers on 30 February.", "30 February", "February has no day 30"),
        ("Fiji said it sent home six North Korean workers on 29 February 2019.", "", "February 2019 has no day 29"),
        ("Fiji said it sent home six North Korean workers on March 32, 2019.", "", "March 2019 has no day 32"),
        ("Fiji said it sent home six North Korean workers on 2019-06-31.", "", "June 2019 has no day 31"),
        ("Fiji said it sent home six North Korean workers on 31.13.2019.", "", "2019 has no month 13"),
        ("Fiji said it will send home six North Korean workers by 31 April 2020.", "", "April 2020 has no day 31"),
        (
            "Fiji said it sent home six North Korean workers from 30 February to 3 March 2019.",
            "30 February to 3 March 2019",
            "February has no day 30",
        ),
        ("Les Fidji ont déclaré avoir renvoyé six travailleurs nord-coréens le 31 avril 2019.", "31 avril 2019", ""),
        ("Fiji dijo que repatrió a seis trabajadores norcoreanos el 31 de abril de 2019.", "31 de abril de 2019", ""),
        ("Фиджи заявили, что выслали шесть северокорейских рабочих 31 апреля 2019 года.", "31 апреля 2019 года", ""),
        ("رحلت الصين 40 عاملا من كوريا الشمالية في 31 أبريل 2019، قال الوزير.", "31 أبريل 2019", ""),
        ("中国表示，于2019年4月31日遣返了40名朝鲜劳工。", "2019年4月31日", ""),
    ],
)
def test_a_day_that_the_calendar_has_not_is_said_and_no_part_of_it_taken(text, words, sentence):
    found = _read(text, published="2020-02-10")
    (claim,) = found.claims
    assert claim.content.event == ""
    (note,) = found.notes
    assert note.startswith(f"“{words}")
    assert words in text
    assert note.endswith(f"”: {sentence or 'April 2019 has no day 31'}; check the day.")
    (why,) = claim.why("event")
    assert why.partition("”: ")[2] == note.partition("”: ")[2]


def test_a_day_of_speech_that_the_calendar_has_not_leaves_the_day_said_open():
    (claim,) = _read("China said on 31 February 2019 that it had sent home 40 North Korean workers.").claims
    assert (claim.content.said, claim.content.event, claim.why("event")) == ("", "", ())
    assert claim.why("said") == (
        "“31 February 2019” stands beside the verb of speech, but February 2019 has no day 31; check the day.",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text"),
        (" \n\t ", "There is no text"),
        ("%PDF-1.7\0\0binary", "This is no text but the bytes of a file"),
        ("a" * (reading.LONGEST + 1), "more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(TextRefused, match=sentence) as refusal:
        _read(text)
    assert str(refusal.value).count(".") == 1


def test_a_day_of_publication_that_is_none_is_refused():
    with pytest.raises(TextRefused, match="is not a date"):
        _read(DIPLOMAT, published="soonish")


def test_of_a_day_of_publication_known_only_by_its_month_a_weekday_is_not_counted():
    text = "Poland expelled two North Korean diplomats, Foreign Minister Jan Nowak told reporters on Wednesday."
    (claim,) = _read(text, published="2018-07").claims
    assert claim.content.said == "2018-07"
    (claim,) = _read(text, published="2018-07-20").claims
    assert claim.content.said == "2018-07-18"


def test_the_wording_of_a_figure_is_without_its_unit():
    (claim,) = _read("Poland expelled two North Korean diplomats, Foreign Minister Jan Nowak said.").claims
    assert [(q.low, q.unit, q.wording) for q in claim.content.quantities] == [(2, "diplomats", "two")]


def test_a_resolution_on_another_place_is_not_compared_with_the_duties_of_the_record():
    found = _read("Italy seized rifles bound for Yemen under resolution 2216 (2015), its defence ministry said.")
    assert [law.check.mismatch for law in found.citations] == [False]


def test_a_company_that_says_so_is_a_speaker_that_accuses():
    (claim,) = _read("Satellite firm Skyledger says vessels carried North Korean coal into Thailand.").claims
    assert (claim.content.speaker, claim.content.kind) == ("Skyledger", Kind.ALLEGATION)


def test_what_was_not_submitted_is_no_fulfilment():
    text = "Neither Laos nor Cambodia has submitted the report under resolution 2397 on North Korea, the Chair noted."
    (claim,) = _read(text).claims
    assert {bearing.effect for bearing in claim.content.bearings} == {Effect.BREACHES}


@pytest.mark.parametrize(
    ("text", "kind", "states", "speaker"),
    [
        (
            "Botswana has issued no work visa to a North Korean since 2016, its immigration chief, Neo Kgosi, said.",
            Kind.STATEMENT_OF_COMPLIANCE,
            ("BWA",),
            "Neo Kgosi",
        ),
        (
            "LUSAKA. The last nine North Korean instructors flew out in May, the defence ministry announced.",
            Kind.REPORTED_ACTION,
            ("ZMB",),
            "Ministry of Defence of Zambia",
        ),
        (
            "Chile's Ministry of Mines and Ports has turned away a ship with North Korean coal.",
            Kind.REPORTED_ACTION,
            ("CHL",),
            "Ministry of Mines and Ports of Chile",
        ),
        (
            "Two ships unloaded North Korean coal in Malta, dock workers said.",
            Kind.ALLEGATION,
            ("MLT",),
            "dock workers (not named)",
        ),
        (
            "“We sent the North Korean tailors home. It took a week,” Labour Minister Ana Ruiz of Peru said.",
            Kind.REPORTED_ACTION,
            ("PER",),
            "Ana Ruiz",
        ),
        (
            "Angola will send home every North Korean worker, President Neto's spokesman, Rui Costa, said.",
            Kind.PLEDGE,
            ("AGO",),
            "Rui Costa",
        ),
        (
            "A senior Thai official said that Laos still lets North Korean restaurants trade.",
            Kind.ALLEGATION,
            ("LAO",),
            "senior Thai official (not named)",
        ),
    ],
)
def test_who_tells_what_of_whom(text, kind, states, speaker):
    content = _read(text).claims[0].content
    assert (content.kind, content.states, content.speaker) == (kind, states, speaker)


@pytest.mark.parametrize(
    "text",
    [
        "The resolution forbids states to buy coal from North Korea, and gives them thirty days.",
        "Under paragraph 8 of resolution 2397, states have two years to send North Korean workers home.",
        "The Security Council outlawed trade in North Korean seafood last August.",
        "The Committee on North Korea will hold a meeting on coal on Monday.",
        "Malta and Fiji have gone separate ways on North Korea.",
    ],
)
def test_law_and_housekeeping_are_no_claims(text):
    assert not _read(text).claims


ANSWERS = (
    "Ana Ruiz is director of the labour inspectorate of Peru. She received us on Monday.\n\n"
    "Have the North Korean welders left?\n\nAbout 40 per cent of them.\n\n"
    "And is there a restaurant still?\n\nThe last one closed in May. The others follow in spring."
)


def test_answers_are_read_with_what_was_asked():
    claims = [claim.content for claim in _read(ANSWERS).claims]
    assert [(claim.speaker, claim.states, claim.said) for claim in claims] == [
        ("Ana Ruiz", ("PER",), "2018-07-16")
    ] * len(claims)
    assert [claim.kind for claim in claims] == [Kind.REPORTED_ACTION, Kind.REPORTED_ACTION, Kind.PLEDGE]
    assert [(figure.low, figure.unit) for figure in claims[0].quantities] == [(0.4, "fraction")]


def test_two_kinds_in_two_clauses_are_two_claims():
    text = (
        "Some 300 North Korean workers left Qatar, and the remaining 90 workers will leave by May, its minister said."
    )
    assert [claim.content.kind for claim in _read(text).claims] == [Kind.REPORTED_ACTION, Kind.PLEDGE]


def test_what_is_told_of_another_regime_bears_on_no_duty_of_the_record():
    text = (
        "Oman's customs service refused entry to a dhow with Somali charcoal, as resolution 2713 has it, it announced."
    )
    (claim,) = _read(text, published="2024-03-05").claims
    assert (claim.content.states, claim.content.bearings) == (("OMN",), ())


def test_a_mission_that_tells_what_its_state_notified_says_so_on_the_day_of_its_text():
    text = (
        "The Permanent Mission of Fiji to the United Nations states the following. Fiji notified the Committee on "
        "4 July 2018 of the removal of two North Korean ships from its register."
    )
    (claim,) = _read(text, published="2018-07-09").claims
    assert (claim.content.said, claim.content.event) == ("2018-07-09", "2018-07-04")
