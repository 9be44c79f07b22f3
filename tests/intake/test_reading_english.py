"""Families of English wording, each by sentences of its own: who speaks, what is told of whom, and what is no claim."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.content import ClaimContent
from tracker.intake import reading


def _contents(text: str, published: str = "2018-06-15") -> list[ClaimContent]:
    found = reading.read(text, book=seeded_book(), published=published, language="en")
    return [claim.content for claim in found.claims]


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        # Behind their words, with what they head or are of
        (
            "“We have sent every last North Korean home,” said Pavel Hruby, who heads the aliens department in Prague.",
            *("Pavel Hruby", "head of the aliens department of Czechia"),
        ),
        (
            "Nepal has told North Korean investors to wind up their bars, said its director general, Mahesh Neupane.",
            *("Mahesh Neupane", "director general of Nepal"),
        ),
        (
            "Laos's vice minister of labour and social welfare, Bay Khattiya, said that no North Korean works there.",
            *("Bay Khattiya", "vice minister of labour and social welfare of the Lao People's Democratic Republic"),
        ),
        # By a name of several parts, behind a rank
        (
            "“A fabrication,” the Syrian envoy, Bashar Ja'afari, retorted to a story about North Korean missiles.",
            *("Bashar Ja'afari", "ambassador of the Syrian Arab Republic"),
        ),
        (
            "Fiji struck 12 North Korean ships off its register, Police Commissioner Sitiveni Qio told a seminar.",
            *("Sitiveni Qio", "police Commissioner of Fiji"),
        ),
        ("“Kenya impounded it with North Korean arms,” Customs Colonel Ali Bello said.", "Ali Bello", ""),
        # By an office in full first and by a name with the bare word after it
        (
            "Uganda has no DPRK pilots, the internal affairs minister said. “None,” the minister, Oke Wany, said.",
            *("Oke Wany", "minister of internal affairs of Uganda"),
        ),
        # By an office that is another than its nearest word
        (
            "The Bahamas froze an account of a North Korean bank, Attorney General Philippa Rolle said.",
            *("Philippa Rolle", "attorney general of the Bahamas"),
        ),
        (
            "Uganda has ended military ties with North Korea, Henry Oryem, minister of state for defence, said.",
            *("Henry Oryem", "minister of state for defence of Uganda"),
        ),
        (
            "The Dutch chair of the 1718 Committee, Karel van Oost, said that Chad shut a North Korean canteen.",
            *("Karel van Oost", "chair"),
        ),
    ],
)
def test_who_speaks_by_name_and_office(text, speaker, office):
    claim, *_ = _contents(text)
    assert (claim.speaker, claim.office) == (speaker, office)


@pytest.mark.parametrize(
    ("text", "speaker", "speaks_for"),
    [
        # Whom a paper cites goes before it; papers that it cites do not
        (
            "According to Reuters, citing a Western security source, Mali bought North Korean rifles.",
            *("source (not named)", None),
        ),
        (
            "Yonhap, quoting residents of Hunchun, said that China had hired North Korean seamstresses.",
            *("residents (not named)", None),
        ),
        ("Mali froze North Korean funds, the daily Le Soir wrote, quoting court documents.", "Le Soir", None),
        # A paper behind a comma, and not whom the sentence names before it
        ("Mali shut accounts held by North Korean diplomats, the Times of Malta reported.", "Times of Malta", None),
        # To whom a letter goes says nothing in it
        (
            "Chad, in a letter to the Panel dated 9 May, stated that it had bought no North Korean arms.",
            *("Chad", "TCD"),
        ),
        (
            "Chad's rifles came from Libya and not from North Korea, its envoy reported to the Committee.",
            "ambassador",
            "TCD",
        ),
        # Who was asked to say something has not said it
        (
            "Togo asked its ship registry to explain why the DPRK ship Regent was still listed, its UN mission wrote.",
            *("Permanent Mission of Togo to the United Nations", "TGO"),
        ),
        # A document is of the body that spoke before; experts of the Council are its Panel
        (
            "The Panel said that Mali bought North Korean arms. The 90-page report also says that Chad bought rifles.",
            *("Panel of Experts established pursuant to resolution 1874 (2009)", None),
        ),
        (
            "The experts named Chad among countries to which Pyongyang had shipped coal.",
            *("Panel of Experts established pursuant to resolution 1874 (2009)", None),
        ),
        # Whom somebody of a union is of, and an account with its first line
        (
            "“Mali lets a North Korean firm build there,” said Issa Keita, spokesman of a builders' union.",
            *("Issa Keita", None),
        ),
        ("Namibia at the UN @NamibiaUN\n\nWe closed a North Korean canteen in May.", "Namibia at the UN", "NAM"),
        # Somebody named with where they are, and not the institution; who leads others, and not those
        (
            "Dubai shut a North Korean eatery, an official at its trade department said.",
            "official (not named)",
            "ARE",
        ),
        ("The fishermen's leader Elsa Vega claims that Peru lets North Korean boats dock.", "Elsa Vega", None),
        # Who only complained in a clause of time, and a group behind the verb
        (
            "Congo closed a North Korean clinic after the World Health Organization complained, local radio said.",
            *("local radio (not named)", None),
        ),
        ("Mali hides North Korean masons, says the group Blue Lantern.", "Blue Lantern", None),
        # Two who speak, parted by a semicolon
        (
            "Vietnam bought North Korean coal, the Panel says; its customs director, Le Van Hai, calls that untrue.",
            *("Le Van Hai", "VNM"),
        ),
        # Somebody whom no dictionary knows, behind the verb
        ("China has let a North Korean ship refuel twice, says an agent there.", "agent (not named)", None),
        # A state with a relative clause, and what is said in a participle
        ("Brazil, which bought 30,000 North Korean motors in 2017, says that it has stopped.", "Brazil", "BRA"),
        (
            "The Kremlin's spokesman, Dmitry Pesko, brushed off the story, saying Russia buys no North Korean coal.",
            *("Dmitry Pesko", "RUS"),
        ),
        # A line of a list, with the letter from which it is
        (
            "1718 Committee: replies\n(b) Nigeria, letter of 21 May: 61 North Korean doctors went home.",
            "Nigeria",
            "NGA",
        ),
        ("1718 Committee: replies\n- Nepal (note of 2 May): all 33 North Korean cooks left.", "Nepal", "NPL"),
    ],
)
def test_whose_words_a_sentence_has(text, speaker, speaks_for):
    *_, claim = _contents(text)
    assert claim.speaker.startswith(speaker)
    assert claim.speaks_for == speaks_for


@pytest.mark.parametrize(
    ("text", "kind", "states"),
    [
        # What is put an end to
        (
            "Botswana has torn up its contracts with Mansudae, a spokesman for Pyongyang's partner said.",
            "reported_action",
            "BWA",
        ),
        ("Mexico has thrown out Pyongyang's envoy.", "reported_action", "MEX"),
        ("The last 31 North Koreans left Malabo on 12 April, a diplomat said.", "reported_action", "GNQ"),
        (
            "The number of North Korean loggers in Russia has fallen from 2,000 to 600, a trader said.",
            "reported_action",
            "RUS",
        ),
        ("Customs agents of Malta found 14 North Korean pistols inside two refrigerators.", "reported_action", "MLT"),
        # What a state acts against is no breach of its own
        ("Singapore prosecuted a trader for smuggling wine to North Korea, a lawyer said.", "reported_action", "SGP"),
        # A deed that was not done, and what is let happen
        ("Malta expelled no North Korean diplomat, an MP grumbled.", "allegation", "MLT"),
        ("Vietnam lets North Korean ships unload coal at night, a diplomat said.", "allegation", "VNM"),
        ("Mali has done nothing about a North Korean clinic, campaigners say.", "allegation", "MLI"),
        # What is said to be none
        (
            "Qatar's foreign ministry said that none of the 2,800 North Korean workers was still there.",
            "reported_action",
            "QAT",
        ),
        (
            "Ukraine's envoy stressed that not one missile engine had been sold to Pyongyang.",
            "statement_of_compliance",
            "UKR",
        ),
        ("No fresh work permit had been given to a North Korean, Laos told us.", "statement_of_compliance", "LAO"),
        ("“We do what resolution 2397 asks of us,” said Peru's foreign ministry.", "statement_of_compliance", "PER"),
        # What is denied
        ("Chad laughed off a report on North Korean rifles.", "denial", "TCD"),
        ("Brazil says that its imports of North Korean motors are a clerical mistake.", "denial", "BRA"),
        # What is promised
        ("Nepal has given assurances that North Korean workers will go home in 2019.", "pledge", "NPL"),
        # Whom another state charges
        ("The United States charged that North Korea had exceeded the cap on refined petroleum.", "allegation", "PRK"),
        ("The US mission said that tankers flying the flag of North Korea had brought in diesel.", "allegation", "PRK"),
        # To whom something is promised is not meant, nor who only presses
        (
            "Kuwait's premier promised the US envoy that no visas for North Koreans would be renewed.",
            *("pledge", "KWT"),
        ),
        (
            "Under pressure from Washington, Oman repatriated 300 North Koreans, a diplomat said.",
            "reported_action",
            "OMN",
        ),
        # The state with which a paragraph begins
        (
            "Kenya comes off better. Its aviation authority grounded two North Korean cargo planes, the Panel says.",
            *("assessment", "KEN"),
        ),
    ],
)
def test_what_is_told_of_which_state(text, kind, states):
    (claim,) = _contents(text)
    assert (claim.kind.value, claim.states) == (kind, (states,))


@pytest.mark.parametrize(
    "text",
    [
        # What is only supposed
        "If Hanoi failed to seize the North Korean vessel, it would breach resolution 2397, an official warned.",
        "Had Poland not acted, 400 North Koreans would still be welding hulls, a paper remarked.",
        # What was before there was a duty
        "In the 1980s, Bulgaria sold Pyongyang trucks and took in North Korean loggers.",
        # What a state of a regime did, and nobody says it
        "North Korea carried out its sixth nuclear test and launched missiles.",
        # Who speaks for one charged, and those of no office on other matters
        "Malta charged a trader over wine for Pyongyang, who pleads his innocence, his lawyer said.",
        "Wholesalers say that demand has been slow since the return of the sales tax.",
        "North Korea is far. A retired colonel said he would miss them.",
        # Who will not say anything
        "Chad's minister would not be drawn on whether arms had been bought from North Korea.",
        # Courses and what can be had
        "Officials took part in a workshop on sanctions against North Korea and on ship registries.",
        "Photographs of the North Korean workers may be used free of charge.",
    ],
)
def test_what_is_no_claim(text):
    assert _contents(text) == []


@pytest.mark.parametrize(
    ("text", "said", "event", "figures"),
    [
        # What is compared has another day
        (
            "Poland said on Monday that 320 North Korean workers remained, down from 550 a year earlier.",
            *("2018-06-11", "", [320]),
        ),
        ("Mali's envoy said: the North Korean doctors left in May 2017.", "2018-06-15", "2017-05", []),
        (
            "Malta's labour minister said that the last three North Koreans left in July of last year.",
            "2018-06-15",
            "2017-07",
            [3],
        ),
        # Nobody counts those who speak
        ("Oman sent home around 300 North Korean workers, two Western diplomats said.", "2018-06-15", "", [300]),
        ("Oman closed one of the North Korean clinics, two days after nine doctors left.", "2018-06-15", "", [9]),
    ],
)
def test_days_and_figures(text, said, event, figures):
    (claim,) = _contents(text)
    assert (claim.said, claim.event, [one.low for one in claim.quantities]) == (said, event, figures)


def test_states_that_speak_in_one_list_speak_of_them_all():
    (claim,) = _contents(
        "Estonia, Latvia and Lithuania informed the Committee that none of them has North Korean workers."
    )
    assert claim.states == ("EST", "LTU", "LVA")


def test_a_day_before_the_first_question_is_that_of_the_answers():
    head = "Claire Vella is Malta's parliamentary secretary for citizenship. She spoke to us in Valletta on 9 May."
    text = f"{head}\nQ. How many North Koreans sew here?\nA. None. The last three flew home.\nQ. Sure?\nA. Yes."
    claim, *_ = _contents(text)
    assert (claim.speaker, claim.said) == ("Claire Vella", "2018-05-09")


def test_a_paper_asks_by_its_name_before_a_colon():
    talk = "Harbour Post: Is it over?\nJan Kowal: The last 37 North Koreans flew home.\nHarbour Post: Some doubt it."
    (claim,) = _contents(f"Jan Kowal is the labour minister of Poland.\n{talk}\nJan Kowal: Let them.")
    assert (claim.speaker, claim.states) == ("Jan Kowal", ("POL",))


def test_bullets_within_a_line_part_what_an_account_tells():
    head = "Namibia at the UN @NamibiaUN · Jun 15\n\n"
    text = f"{head}Key points: ▪ no new visas for DPRK workers since 2017 ▪ customs now check every box from Pyongyang."
    assert [(one.states, one.bearings[0].obligation[:10]) for one in _contents(text)] == [
        (("NAM",), "r2375-op17"),
        (("NAM",), "r2270-op18"),
    ]


def test_a_line_in_capitals_is_told_again_below_it():
    head = "MEDIA RELEASE\nTRADER JAILED FOR SUPPLYING WINE TO THE DPRK\n"
    text = f"{head}Singapore jailed a man for selling wine to the DPRK."
    (claim,) = _contents(text)
    assert claim.states == ("SGP",)


def test_what_is_told_in_a_report_is_no_matter_of_reports():
    (claim,) = _contents(
        "Half of the 462 North Korean workers have gone home, Poland told the Committee in its report."
    )
    assert {bearing.obligation for bearing in claim.bearings} == {"r2397-op8-repatriation"}
