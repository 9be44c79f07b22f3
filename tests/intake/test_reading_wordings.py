"""Classes of wording, each by sentences of its own: who speaks, what is told, and what is no claim."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.content import ClaimContent
from tracker.intake import reading


def _contents(text: str, published: str = "2018-06-15") -> list[ClaimContent]:
    found = reading.read(text, book=seeded_book(), published=published, language="en")
    return [claim.content for claim in found.claims]


def _told(text: str) -> list[tuple[str, tuple[str, ...], str, str]]:
    return [(one.kind.value, one.states, one.speaker, one.said) for one in _contents(text)]


BY_TURNS = """Mrs Halima Diallo is the labour director of Guinea. She answered our questions on Tuesday.
How many North Korean doctors are still in your hospitals?
Twelve. The others flew home in February.
A Panel report says that three of them opened a private clinic.
There is no North Korean clinic in Conakry.
Do you go there yourself?
We shall be in the north of the country next week, and then we shall see how the new school is doing."""


def test_who_asks_by_turns_may_only_say_something():
    diallo = "Halima Diallo"
    assert _told(BY_TURNS)[1:] == [
        ("reported_action", ("GIN",), diallo, "2018-06-12"),
        ("denial", ("GIN",), diallo, "2018-06-12"),
    ]


@pytest.mark.parametrize(
    ("head", "office", "said"),
    [
        (
            "Major Ian Tupou heads the coast guard of Tonga. He took our questions last week.",
            "head of the coast guard of Tonga",
            "2018-06-04..2018-06-10",
        ),
        (
            "Ian Tupou, Tonga's minister of state for island affairs, sat down with us on Monday.",
            "minister of state for island affairs of Tonga",
            "2018-06-11",
        ),
        (
            "We met Ian Tupou, director for Asia at the foreign ministry of Tonga, yesterday.",
            "director for Asia of the Ministry of Foreign Affairs of Tonga",
            "2018-06-14",
        ),
    ],
)
def test_a_sentence_introduces_who_is_interviewed(head, office, said):
    (claim,) = _contents(f"{head}\nIs it over?\nWe sent home the last ten North Korean workers.\nReally?\nYes.")
    assert (claim.speaker, claim.office, claim.said, claim.states) == (
        "Ian Tupou",
        office,
        said,
        ("TON",),
    )


def test_an_expert_who_is_interviewed_speaks_for_no_state():
    head = "Paul Ekman was the coal expert of the Panel of Experts until 2017. We spoke to him on Monday.\n"
    text = f"{head}Q: Who buys?\nA: Vietnam let four ships with North Korean coal unload here.\nQ: Still?\nA: Yes."
    (claim,) = _contents(text)
    assert (claim.states, claim.speaker, claim.office, claim.speaks_for) == (("VNM",), "Paul Ekman", "", None)


@pytest.mark.parametrize(
    ("sentence", "kind", "effect"),
    [
        ("Fiji told the DPRK embassy that the lease must end, its minister said.", "reported_action", "measures"),
        ("The Panel of Experts says that Fiji still has North Korean doctors.", "assessment", "breaches"),
        ("Fiji took its time with the North Korean restaurant, a diplomat said.", "allegation", "breaches"),
        ("Fiji waved two ships with North Korean coal through, a diplomat said.", "allegation", "breaches"),
    ],
)
def test_what_is_let_be_or_told_to_end(sentence, kind, effect):
    (claim,) = _contents(sentence)
    assert (claim.kind.value, claim.states) == (kind, ("FJI",))
    assert {bearing.effect.value for bearing in claim.bearings} == {effect}


def test_a_month_behind_a_preposition_is_nobodys_name():
    (claim,) = _contents("Laos closed a North Korean restaurant in May, a spokesman for its foreign ministry said.")
    assert claim.speaker.startswith("spokesperson of the Ministry of Foreign Affairs")


@pytest.mark.parametrize(
    "text",
    [
        # What the Council demands
        "The U.N. Security Council ordered all states in 2017 to send home North Korean workers.",
        "The Security Council has banned imports of North Korean coal.",
        "The text renews the ban. It asks all states to inspect cargo bound for North Korea.",
        # Courtesies
        "Laos remains attached to the peaceful settlement of disputes and hopes that the summit will bring peace.",
        "Mali welcomes the summit between North Korea and others and thanks the hosts.",
        # Background
        "The economy of Angola shrank by two per cent, and doctors went on strike over pay.",
        "Prices of fuel have doubled in Chad since the road was cut.",
        # Whoever speaks for one charged, and papers that are only to be had
        "His lawyer said that the trader of Malta had shipped no wine to North Korea.",
        "The names of vessels removed are available on the website of the Registry of Palau.",
        "We told the Committee.",
        "The Panel thanks Malta and recommends that States inspect cargo from North Korea.",
    ],
)
def test_demands_courtesies_and_background_are_no_claims(text):
    assert _contents(text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "states"),
    [
        (
            "The Kenya Ports Authority said that it had inspected a cargo for North Korea.",
            "Kenya Ports Authority",
            "KEN",
        ),
        ("Malta seized a cargo of North Korean coal, the Malta Police Force said.", "Malta Police Force", "MLT"),
        ("The Group found that Chad had let a cargo of rifles pass.", "Group", "TCD"),
        ("Chad, in a letter dated 4 May, explained that its North Korean workers had left.", "Chad", "TCD"),
        ("“Vietnam bought no coal from North Korea,” said the spokeswoman, Le Thi Thu.", "Le Thi Thu", "VNM"),
    ],
)
def test_who_speaks_by_their_own_name(text, speaker, states):
    (claim,) = _contents(text)
    assert (claim.speaker, claim.states) == (speaker, (states,))


def test_somebody_who_would_not_be_named_speaks_not_for_their_state():
    text = "An official of the mines ministry of Mali, speaking on condition of anonymity, said that Mali buys {}."
    (claim,) = _contents(text.format("North Korean arms"))
    assert (claim.kind.value, {bearing.effect.value for bearing in claim.bearings}) == ("allegation", {"breaches"})


def test_the_rest_is_a_claim_of_its_own_where_it_has_yet_to_leave():
    said = "Oman stated that 40 of the 60 North Korean workers had left and that the rest would follow by May."
    assert [(one.kind.value, one.states) for one in _contents(said)] == [
        ("reported_action", ("OMN",)),
        ("pledge", ("OMN",)),
    ]


def test_more_of_a_charge_in_court_belongs_to_it():
    charge = "A trader was charged in court in Malta on Monday with selling yachts to North Korea."
    (claim,) = _contents(f"{charge} Tan Lee, 40, is accused of having supplied three yachts.")
    assert claim.statement == charge


def test_nobody_of_another_state_makes_the_sentence_of_it_in_a_clause_of_time():
    before = "Mali has sent home 12 North Korean workers, the minister of labour, Issa Keita, said."
    *_, claim = _contents(
        f"{before} Another 40, most of them masons, will go home once Chinese teams have come, he said."
    )
    (amount,) = claim.quantities
    assert (claim.states, amount.low, amount.unit) == (("MLI",), 40, "persons")


def test_a_noun_in_s_is_no_verb():
    text = (
        "Since the last meeting reports had been received from Chad (4 May) and Mali (6 May) under paragraph 8 of 2397."
    )
    (claim,) = _contents(f"Committee established pursuant to resolution 1718 (2006)\n{text}")
    assert (claim.kind.value, claim.states) == ("assessment", ("MLI", "TCD"))


OF_PROSECUTORS = """Attorney General's Office
Valletta, 4 May 2018. A trader was charged with selling wine to North Korea.
“Nobody is above the law,” said Prosecutor Ann Vella."""
OF_COMPANY = """Statement of Blue Anchor Hostels Ltd on its house
Sofia, 4 May 2018. We have paid the DPRK embassy no rent since March."""
OF_LETTER = """The Secretary read out a note from the Permanent Mission of Peru dated 4 May.
It states that Peru has closed the accounts of two North Korean diplomats."""
OF_THE_PAST = (
    "Ion Pop, a former Romanian ambassador to Pyongyang, said that Romania had closed its North Korean hostel."
)


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        (OF_PROSECUTORS, "Attorney General's Office of Malta", "2018-06-15"),
        (OF_COMPANY, "Blue Anchor Hostels Ltd", "2018-06-15"),
        (OF_LETTER.replace("\n", " "), "Permanent Mission of Peru to the United Nations", "2018-05-04"),
        (OF_THE_PAST, "Ion Pop", "2018-06-15"),
    ],
)
def test_whose_words_they_are(text, speaker, said):
    (claim,) = _contents(text)
    assert (claim.speaker, claim.said) == (speaker, said)


def test_who_had_an_office_speaks_for_no_state_and_promises_nothing():
    (claim,) = _contents("Ion Pop, the former envoy of Chad, said that Chad had sent home its North Korean doctors.")
    assert (claim.office, claim.speaks_for, claim.states) == ("former ambassador of Chad", None, ("TCD",))


def test_an_embargo_on_another_state_bears_on_no_duty_of_the_record():
    first = "Malta today froze an account of a North Korean bank."
    text = f"Malta\n{first} The supply of military goods to South Sudan is prohibited from today, its ministry said."
    frozen, supply = _contents(text)
    assert (len(frozen.bearings), supply.states, supply.bearings) == (1, ("MLT",), ())


def test_names_of_ships_speak_of_no_goods():
    text = "Palau struck the tankers Silver Reef and Golden Coal off its register under resolution 2321 (2016)."
    (claim,) = _contents(text)
    assert {bearing.obligation for bearing in claim.bearings} == {"r2321-op24-deregister"}


def test_those_of_whom_was_told_are_let_do_it_again():
    told = "Two ferries sail with North Korean coal. Vietnam lets them dock at Haiphong every month, the Panel says."
    assert [(one.kind.value, one.states) for one in _contents(told)] == [("assessment", ("VNM",))]


def test_what_only_names_a_breach_is_part_of_its_claim():
    (claim,) = _contents("Chad let a cargo of North Korean arms pass, the Panel said. That is a breach of its duty.")
    assert claim.kind.value == "assessment"


@pytest.mark.parametrize(
    ("text", "kind", "speaker", "states", "said"),
    [
        # A day behind "of" is that of what is spoken of
        (
            "Mexico expelled the North Korean envoy. Its foreign ministry called the test of 3 May a breach.",
            *("reported_action", "Ministry of Foreign Affairs of Mexico", "MEX", "2018-06-15"),
        ),
        # A letter from somebody
        (
            "Angola has stopped buying North Korean arms, according to a letter of 11 April from its mission.",
            *("reported_action", "Permanent Mission of Angola to the United Nations", "AGO", "2018-04-11"),
        ),
        # Another one, and not who spoke before
        (
            "A former diplomat in Yangon said that Myanmar still buys North Korean arms.",
            *("allegation", "former diplomat (not named)", "MMR", "2018-06-15"),
        ),
        # What is not known of is denied
        (
            "North Korean crab was sold in Hunchun. China's commerce ministry said it was “not aware of the matter”.",
            *("denial", "Ministry of Commerce of China", "CHN", "2018-06-15"),
        ),
    ],
)
def test_a_sentence_is_that_of_its_own_speaker_and_day(text, kind, speaker, states, said):
    *_, claim = _contents(text)
    assert (claim.kind.value, claim.speaker, claim.states, claim.said) == (kind, speaker, (states,), said)


def test_what_one_in_office_answers_for_is_their_office():
    head = "An edited conversation with Jan Wrona, who is responsible for Asia in Poland's foreign ministry."
    talk = "How many North Koreans still work in your shipyards?\nAs of today 183, down from 462.\nAnd then?\nNone."
    (claim,) = _contents(f"{head} It took place on 11 June.\n{talk}")
    assert (claim.speaker, claim.said, claim.states) == ("Jan Wrona", "2018-06-11", ("POL",))
    assert [amount.low for amount in claim.quantities][:1] == [183]


@pytest.mark.parametrize(
    ("text", "speaker", "office", "said"),
    [
        # A place is nobody who speaks, and a rank no office
        (
            "“Belgium seized North Korean arms,” the head of the port service, Koen Smet, conceded in parliament.",
            *("Koen Smet", "head of the port service of Belgium", "2018-06-15"),
        ),
        (
            "Malaysia detained a tanker with North Korean oil. Its director-general, Admiral Datuk Osman Ali, said so.",
            *("Osman Ali", "director-general of Malaysia", "2018-06-15"),
        ),
        # Who is quoted by another, and an account without a name
        (
            "The paper quoted the labour minister of Mali, Awa Keita, as saying on Monday that Mali buys no DPRK coal.",
            *("Awa Keita", "minister of labour of Mali", "2018-06-11"),
        ),
        ("@MFA_Tonga: Tonga deleted four North Korean vessels in May.", "@MFA_Tonga", "", "2018-06-15"),
        # The note that is answered has another day
        (
            "Peru's foreign ministry told the Committee, further to its note of 3 April, that it froze DPRK funds.",
            *("Ministry of Foreign Affairs of Peru", "", "2018-06-15"),
        ),
    ],
)
def test_a_speaker_is_told_from_places_ranks_and_notes(text, speaker, office, said):
    claim, *_ = _contents(text)
    assert (claim.speaker, claim.office, claim.said) == (speaker, office, said)


def test_a_grumble_of_somebody_that_names_no_state_is_no_claim():
    assert _contents("Kenya seized a North Korean ship. Fishermen complained about oil on the beach.")[1:] == []


@pytest.mark.parametrize(
    ("text", "speaker", "told"),
    [
        # The place of a dateline and an institute far behind are nobody who speaks
        (
            "GENEVA - Mali has told the United Nations it ended North Korean training.",
            "Mali",
            ("reported_action", "MLI"),
        ),
        (
            "Laos bought no North Korean iron in May. “Wait,” said a man, Lee of the Sejong Institute.",
            "not named",
            ("assessment", "LAO"),
        ),
        # Somebody by the name of their ministry, and a committee that is no Committee of the Council
        (
            "Chad expelled its North Korean workers, the interior ministry's Ali Nour confirmed.",
            "Ali Nour",
            ("reported_action", "TCD"),
        ),
        (
            "“Chad has no military ties with Pyongyang,” the minister, Ali Nour, told the committee on foreign trade.",
            "Ali Nour",
            ("statement_of_compliance", "TCD"),
        ),
        # A mission goes on past the place to which somebody left
        (
            "The mission of Belarus has the honour to inform the Committee. The last DPRK workers left for Beijing.",
            "Permanent Mission of Belarus to the United Nations",
            ("reported_action", "BLR"),
        ),
    ],
)
def test_who_is_near_is_not_always_who_speaks(text, speaker, told):
    claim, *_ = _contents(text)
    assert (claim.speaker, (claim.kind.value, *claim.states)) == (speaker, told)


def test_the_number_of_a_ship_denies_nothing():
    (claim,) = _contents("Fiji seized the North Korean ship Billion No. 18 with a cargo of coal, its police said.")
    assert claim.kind.value == "reported_action"


def test_a_letter_is_not_of_the_one_it_goes_to():
    letter = (
        "Dear Chair, I refer to your letter of 4 June. Korea seized the tanker Winmore under resolution 2375 (2017)."
    )
    (claim,) = _contents(letter.replace("Korea", "The Republic of Korea"))
    assert (claim.speaker, claim.said, claim.states) == ("not named", "2018-06-15", ("KOR",))


def test_what_another_wrote_is_denied_by_its_own_state():
    (claim,) = _contents("Egypt rejects what an American newspaper wrote on 1 May about arms from North Korea.")
    assert (claim.kind.value, claim.speaker, claim.states) == ("denial", "Egypt", ("EGY",))


def test_a_statement_leaves_out_the_dateline_and_its_quotation_keeps_it():
    told = "Namibia has sent home the last 39 North Korean workers, the labour minister of Namibia said."
    [claim] = _contents(f"WINDHOEK, 14 May 2019 (Reuters) - {told}")
    assert claim.statement == told
    assert claim.citations[0].quotation == f"WINDHOEK, 14 May 2019 (Reuters) - {told}"
