from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.citing import Law, LawObligation, LawResolution, Verdict, check
from tracker.domain.subjects import topics_of

D = date
MACHINERY = "industrial machinery, transport vehicles, iron, steel and other metals"
ADOPTED = {
    1718: D(2006, 10, 14),
    1874: D(2009, 6, 12),
    2087: D(2013, 1, 22),
    2094: D(2013, 3, 7),
    2231: D(2015, 7, 20),
    2270: D(2016, 3, 2),
    2321: D(2016, 11, 30),
    2356: D(2017, 6, 2),
    2371: D(2017, 8, 5),
    2375: D(2017, 9, 11),
    2397: D(2017, 12, 22),
}
DUTIES = [
    ("r1718-op8a3-luxury-goods", "8(a)(iii)", "luxury goods", "Keep luxury goods from the DPRK."),
    (
        "r1718-op8c-technical-assistance",
        "8(c)",
        "technical training and assistance",
        "No training or advice.",
    ),
    ("r1874-op9-arms-procurement", "9", "arms", "Extend the ban on buying from the DPRK to all arms."),
    ("r2270-op6-all-arms", "6", "arms", "No arms at all to the DPRK."),
    ("r2270-op13-expel-diplomats", "13", "expulsion", "Expel diplomats who help evade sanctions."),
    ("r2270-op29-coal-iron", "29", "coal, iron, iron ore", "Do not buy coal, iron or iron ore."),
    ("r2270-op34-no-offices", "34", "finance", "No new bank offices in the DPRK."),
    ("r2321-op5-luxury-list", "5", "luxury goods", "More luxury goods listed."),
    ("r2321-op18-real-property", "18", "real property", "No use of real property but for diplomacy."),
    ("r2321-op26-coal-cap", "26(b)", "coal", "Buy no more coal than the cap."),
    ("r2371-op8-coal-iron-ban", "8", "coal, iron, iron ore", "No coal, iron or iron ore."),
    ("r2371-op11-worker-cap", "11", "labour", "Do not raise the number of DPRK workers."),
    ("r2371-op12-no-new-jv", "12", "joint ventures", "No new joint ventures."),
    ("r2375-op11-ship-to-ship", "11", "shipping", "No ship-to-ship transfers."),
    ("r2375-op14-refined-cap", "14", "refined petroleum", "Keep refined petroleum within the cap."),
    ("r2375-op16-textiles", "16", "textiles", "Do not buy textiles."),
    ("r2375-op17-work-authorisations", "17", "labour", "No new work authorisations."),
    ("r2375-op18-joint-ventures", "18", "joint ventures", "Close joint ventures."),
    ("r2397-op5-refined-cap", "5", "refined petroleum", "Keep refined petroleum within 500,000 barrels."),
    ("r2397-op7-machinery", "7", MACHINERY, "No machinery, vehicles or metals to the DPRK."),
    ("r2397-op8-repatriation", "8", "labour", "Send home all DPRK nationals earning income."),
    ("r2397-op8-midterm-report", "8", "labour", "Mid-term report on those sent home."),
    ("r2397-op8-final-report", "8", "labour", "Final report on those sent home."),
    ("r2397-op12-deregister", "12", "shipping", "De-register vessels used in banned activity."),
]


def _number(key):
    return int(key[1:5])


def _law():
    obligations = [
        LawObligation(key, f"S/RES/{_number(key)}({ADOPTED[_number(key)].year})", paragraph, subject, summary, None)
        for key, paragraph, subject, summary in DUTIES
    ]
    resolutions = [
        LawResolution(f"S/RES/{n} ({day.year})", n, day.year, day, _subjects(n), "") for n, day in ADOPTED.items()
    ]
    return Law(tuple(resolutions), tuple(obligations))


def _subjects(number):
    own = frozenset(subject for key, _, subject, _ in DUTIES if _number(key) == number)
    return own | ({"designations"} if number == 2356 else set())


LAW = _law()
PLEDGE = "Russia would send back every labourer on its territory, as reported by the paper."


SAID = D(2018, 7, 18)


def check_citation(cited_as, said: date | None = SAID, subjects=("labour",), statement=""):
    return check(cited_as, said=said, subjects=frozenset(subjects), statement=statement, law=LAW)


COAL, TRAINING = "coal, iron, iron ore", "technical training and assistance"
FITS, VAGUE, UNCITED = Verdict.FITS, Verdict.VAGUE, Verdict.NOT_CITED
RECORDED = [
    # as the source cites it, said, subjects of the chosen obligations, verdict, resolutions proposed
    ("UN Security Council resolutions", "2015-05-31", ["implementation report"], VAGUE, []),
    ("none", "2015-11-21", [TRAINING], UNCITED, []),
    ("new resolution of the UN Security Council in March [2016]", "2016-12-31", ["expulsion"], VAGUE, [2270]),
    ("U.N. Security Council resolution (March 2016)", "2016-05-29", ["arms", TRAINING], VAGUE, [2270]),
    ("Security Council resolutions", "2016-10-31", [TRAINING], VAGUE, []),
    ("UN Security Council Resolution 2270", "2016-11-15", ["finance"], FITS, [2270]),
    ("UN Security Council resolution 2321", "2016-12-10", ["coal"], FITS, [2321]),
    ("UNSC measures", "2017-01-31", ["arms", "representative offices"], VAGUE, []),
    ("Resolution 2321", "2017-01-26", ["coal"], FITS, [2321]),
    ("sanctions", "2017-03-31", [TRAINING], VAGUE, []),
    ("UN Security Council resolution 2371", "2017-08-14", [COAL, "seafood"], FITS, [2371]),
    ("UNSC sanctions", "2017-09-08", [COAL, "textiles"], VAGUE, []),
    ("UN Security Council sanctions", "2017-09-18", ["diplomatic staff", "labour"], VAGUE, []),
    ("all UN sanctions", "2017-09-19", ["labour"], VAGUE, []),
    ("UN Security Council Resolution 2375", "2017-09-23", ["refined petroleum", "textiles"], FITS, [2375]),
    ("UN-set cap; August UN sanctions", "2017-09-26", ["coal", COAL], VAGUE, [2371]),
    ("Resolution 2375", "2017-09-28", ["joint ventures"], FITS, [2375]),
    ("UN Security Council sanctions resolution", "2017-10-19", ["labour"], VAGUE, []),
    ("U.N. sanctions", "2017-10-20", ["expulsion", "training"], VAGUE, []),
    ("UN sanctions dating back nearly a decade", "2017-10-22", ["arms"], VAGUE, []),
    ("UN Security Council resolution 2375", "2017-11-30", ["labour"], FITS, [2375]),
    ("the sanctions", "2017-11-03", [COAL], VAGUE, []),
    ("UNSC Resolution 2375", "2017-11-24", ["shipping"], FITS, [2375]),
    ("UNSCRs 2371, 2375 and 2397", "2018-12-31", ["shipping"], FITS, [2375, 2397]),
    ("UN resolution", "2018-01-03", ["labour"], VAGUE, []),
    ("UN Security Council Resolution 2397", "2018-01-05", ["crude oil", MACHINERY], FITS, [2397]),
    (
        "Resolutions 1718, 1874, 2087, 2094, 2270, 2321, 2356, 2371, 2375, 2397",
        "2018-01-11",
        [MACHINERY, "joint ventures", "real property", "shipping"],
        FITS,
        [2270, 2321, 2371, 2375, 2397],
    ),
    ("Aug. 5 [2017] ban", "2018-01-26", [COAL], VAGUE, [2371]),
    ("sanctions imposed on Dec. 22", "2018-01-30", ["labour"], VAGUE, [2397]),
    ("UN Security Council resolution adopted last December", "2018-02-07", ["labour"], VAGUE, [2397]),
    (
        "UNSC Resolution No. 2397(2017); list of earlier resolutions misprints 2321 as '2231 (2016)'",
        "2018-03-07",
        [MACHINERY, "luxury goods"],
        Verdict.WRONG_YEAR,
        [2231, 2321, 2397],
    ),
    ("resolution 2397, adopted on 22nd December 2017", "2018-04-24", [MACHINERY], FITS, [2397]),
    ("UNSCR 2270, 2321, 2371, 2375 and 2397", "2018-06-22", ["labour"], FITS, [2371, 2375, 2397]),
    ("sanctions resolution of December 2017", "2018-07-12", ["refined petroleum", "shipping"], VAGUE, [2397]),
    ("Security Council resolution 2371", "2018-07-17", [COAL], FITS, [2371]),
    (
        "UN Security Council sanctions resolutions passed last year",
        "2018-07-18",
        ["labour"],
        VAGUE,
        [2371, 2375, 2397],
    ),
    ("UN sanctions (number not given)", "2018-07-18", ["labour"], VAGUE, []),
    ("Resolution 2356, passed last June", "2018-07-18", ["labour"], Verdict.MISMATCH, [2371, 2375, 2397]),
    ("resolution 2397", "2018-07-20", ["implementation report", "labour"], FITS, [2397]),
    ("UN sanctions", "2018-08-03", ["labour"], VAGUE, []),
    (
        "Resolution 2379 (Sputnik's wording)",
        "2018-12-31",
        ["labour"],
        Verdict.UNKNOWN_RESOLUTION,
        [2371, 2375, 2397],
    ),
    ("U.N. Security Council's resolution on sanctions", "2018-12-31", ["labour", TRAINING], VAGUE, []),
    ("2397 paragraph 8", "2019-12-31", ["labour"], FITS, [2397]),
    ("UN Security Council's Resolution 2397", "2019-12-31", ["labour"], FITS, [2397]),
    ("UN sanctions on workers", "2019-02-28", ["labour"], VAGUE, []),
    ("UN order to send workers home", "2019-03-31", ["labour"], VAGUE, []),
    ("2017 resolution 2397, paragraph 8", "2019-03-26", ["labour"], FITS, [2397]),
    ("resolution adopted in December 2017", "2019-03-29", ["labour"], VAGUE, [2397]),
    ("UN Security Council resolution", "2019-09-30", ["labour"], VAGUE, []),
    ("U.N. Security Council resolutions", "2019-11-30", ["joint ventures", "labour"], VAGUE, []),
    ("Security Council sanctions resolutions", "2019-11-13", ["labour"], VAGUE, []),
    (
        "Resolution 2397; also a UNSC resolution of September 2019 (no such DPRK resolution exists)",
        "2019-11-30",
        ["joint ventures", "labour"],
        Verdict.UNKNOWN_RESOLUTION,
        [2397],
    ),
    ("Resolution 2397", "2019-12-06", ["labour"], FITS, [2397]),
    ("UN deadline; UNSC Resolution 2375", "2019-12-12", ["joint ventures", "labour"], FITS, [2375]),
    ("draft", "2019-12-16", [], VAGUE, []),
    ("Security Council sanctions", "2019-12-23", ["labour"], VAGUE, []),
    ("paragraph 8 of resolution 2397", "2019-12-24", ["labour"], FITS, [2397]),
    ("EU regulation", "2020-01-31", ["real property"], VAGUE, []),
    ("2017 U.N. Security Council resolution", "2020-01-22", ["labour"], VAGUE, [2371, 2375, 2397]),
    ("2017 sanctions resolution", "2020-04-02", ["labour"], VAGUE, [2371, 2375, 2397]),
    ("UN sanctions and an EU directive", "2020-05-29", ["real property"], VAGUE, []),
    ("2017 UN resolution", "2020-07-24", ["refined petroleum"], VAGUE, [2375, 2397]),
    ("international sanctions", "2020-08-10", ["labour"], VAGUE, []),
    ("resolution 2371 and later measures", "2021-12-31", ["joint ventures"], FITS, [2371]),
    ("draft to extend the panel under resolution 1718", "2024-03-28", [], FITS, []),
    ("export cap adopted in 2017", "2024-12-06", ["refined petroleum"], VAGUE, [2375, 2397]),
    ("UN sanctions resolutions", "2025-05-29", ["arms", "finance"], VAGUE, []),
]


@pytest.mark.parametrize(
    ("cited_as", "said", "subjects", "verdict", "proposed"), RECORDED, ids=[row[0] for row in RECORDED]
)
def test_every_recorded_citation_gets_its_verdict(cited_as, said, subjects, verdict, proposed):
    found = check_citation(cited_as, D.fromisoformat(said), subjects)
    assert found.verdict is verdict
    assert found.mismatch is (verdict in {Verdict.MISMATCH, Verdict.UNKNOWN_RESOLUTION, Verdict.WRONG_YEAR})
    assert sorted({int(p.resolution[6:10]) for p in found.proposals}) == proposed
    assert found.sentence.endswith(".")


def test_the_ambassadors_citation_is_shown_with_both_sides():
    found = check_citation("Resolution 2356, passed last June", statement=PLEDGE)
    assert [(f.words, f.sentence) for f in found.findings] == [
        ("Resolution 2356", "S/RES/2356(2017), adopted 2 June 2017, creates no obligation on labour."),
        (
            "passed last June",
            (
                "“passed last June” fits the date of S/RES/2356(2017), 2 June 2017; "
                "no obligation on labour was adopted then."
            ),
        ),
    ]
    assert found.sentence == (
        "S/RES/2356(2017), adopted 2 June 2017, creates no obligation on labour; compare S/RES/2397(2017), paragraph 8."
    )


def test_the_duty_to_send_home_is_proposed_first_for_a_pledge_to_send_back():
    found = check_citation("Resolution 2356, passed last June", statement=PLEDGE)
    assert [p.obligation for p in found.proposals] == [
        "r2397-op8-repatriation",
        "r2397-op8-final-report",
        "r2397-op8-midterm-report",
        "r2375-op17-work-authorisations",
        "r2371-op11-worker-cap",
    ]
    assert found.proposals[0].reasons == (
        "it is on labour",
        "in force since 22 December 2017, before the statement",
        "the statement and the obligation both speak of sending people home",
    )


def test_a_statement_that_a_report_was_filed_ranks_the_report_first():
    found = check_citation("resolution 2379", statement="The mid-term report says that more than half were sent home.")
    assert found.proposals[0].obligation == "r2397-op8-midterm-report"


def test_an_unknown_number_proposes_the_number_with_two_digits_exchanged():
    found = check_citation("Resolution 2379 (Sputnik's wording)")
    assert found.findings[0].sentence == "S/RES/2379 is not in the record."
    assert found.proposals[0].resolution == "S/RES/2397(2017)"
    assert "2397 is 2379 with two digits exchanged" in found.proposals[0].reasons


def test_a_wrong_year_proposes_the_exchanged_number_of_that_year():
    found = check_citation("resolution 2231 (2016)", subjects=["luxury goods"])
    assert found.verdict is Verdict.WRONG_YEAR
    assert found.findings[0].sentence == "2231 is a resolution of 2015, not of 2016."
    assert found.proposals[0].obligation == "r2321-op5-luxury-list"
    assert "2321 is 2231 with two digits exchanged, and the year agrees" in found.proposals[0].reasons


def test_without_a_fitting_duty_the_likely_resolution_itself_is_proposed():
    found = check_citation("resolution 2231 (2016)", subjects=["statues"])
    assert [(p.obligation, p.resolution) for p in found.proposals] == [
        (None, "S/RES/2321(2016)"),
        (None, "S/RES/2231(2015)"),
    ]


@pytest.mark.parametrize(
    ("cited_as", "verdict", "sentence"),
    [
        pytest.param(
            "resolution 2397, adopted in June 2017",
            Verdict.MISMATCH,
            "“adopted in June 2017” does not fit S/RES/2397(2017), adopted 22 December 2017.",
            id="the date is another's",
        ),
        pytest.param(
            "resolution 2371 of 22 December 2017",
            Verdict.MISMATCH,
            "“22 December 2017” does not fit S/RES/2371(2017), adopted 5 August 2017; "
            "it fits S/RES/2397(2017), adopted 22 December 2017.",
            id="the date is that of one with the duty",
        ),
        pytest.param("resolution 2397 of 23 December 2017", FITS, None, id="a day later in Asia"),
        pytest.param("resolution 2397's deadline of 22 December 2019", FITS, None, id="a date of something else"),
        pytest.param("resolution 2397 of 2017", FITS, None, id="the right year"),
        pytest.param(
            "resolution 2397 of 2018",
            Verdict.WRONG_YEAR,
            "2397 is a resolution of 2017, not of 2018.",
            id="the wrong year",
        ),
        pytest.param(
            "paragraph 7 of resolution 2397",
            Verdict.MISMATCH,
            f"Paragraph 7 of S/RES/2397(2017) is on {MACHINERY}, not on labour.",
            id="another paragraph",
        ),
        pytest.param("paragraph 99 of resolution 2397", FITS, None, id="a paragraph the record lacks"),
        pytest.param(
            "Resolutions 2356 and 2397",
            FITS,
            "S/RES/2356(2017), adopted 2 June 2017, creates no obligation on labour, unlike another cited here.",
            id="one of several is enough",
        ),
        pytest.param(
            "resolution 2087",
            Verdict.MISMATCH,
            "S/RES/2087(2013), adopted 22 January 2013, creates no obligation on labour in the record.",
            id="a resolution without recorded duties",
        ),
        pytest.param("резолюция 2397", FITS, None, id="Russian"),
        pytest.param("第2397号决议", FITS, None, id="Chinese"),
        pytest.param("2397", FITS, None, id="a bare number"),
    ],
)
def test_number_year_date_and_paragraph_are_each_compared(cited_as, verdict, sentence):
    found = check_citation(cited_as)
    assert found.verdict is verdict
    assert sentence is None or sentence in [f.sentence for f in found.findings]


def test_a_resolution_cannot_be_cited_before_it_was_adopted():
    found = check_citation("resolution 2397", said=D(2017, 10, 1))
    assert found.sentence.startswith("S/RES/2397(2017), adopted 22 December 2017, came after the statement of")
    assert {p.resolution for p in found.proposals} == {"S/RES/2371(2017)", "S/RES/2375(2017)"}


def test_without_a_day_nothing_is_held_against_its_date():
    found = check_citation("Resolution 2356, passed last June", said=None)
    assert found.verdict is Verdict.MISMATCH
    assert found.proposals[0].resolution == "S/RES/2397(2017)"


@pytest.mark.parametrize("cited_as", ["", " ", "none", "None", "not stated"])
def test_no_citation_is_no_fault(cited_as):
    found = check_citation(cited_as)
    assert (found.verdict, found.mismatch, found.findings, found.proposals) == (UNCITED, False, (), ())


def test_a_vague_citation_dated_to_a_resolution_without_the_duty_says_so_and_is_no_mismatch():
    found = check_citation("sanctions passed last June")
    assert (found.verdict, found.mismatch, found.proposals) == (VAGUE, False, ())
    assert "no obligation on labour was adopted then" in found.sentence


@pytest.mark.parametrize(
    ("statement", "subject"),
    [
        ("will repatriate all migrants", "labour"),
        ("no work permits were renewed", "labour"),
        ("coal was unloaded", "coal"),
        ("89 deliveries, 759,793 barrels of oil", "oil"),
        ("imports of textiles stopped", "textiles"),
        ("squid and other seafood", "seafood"),
        ("bought ammunition", "arms"),
        ("the bank opened a branch", "finance"),
    ],
)
def test_subjects_are_read_from_the_statement(statement, subject):
    assert subject in topics_of(statement)


def test_words_that_only_contain_a_keyword_name_no_subject():
    assert topics_of("the report constrained the charcoal misgovernment") == frozenset()


def test_subjects_of_the_statement_stand_in_for_chosen_obligations():
    wrong = check_citation("resolution 2356", subjects=[], statement=PLEDGE)
    right = check_citation("resolution 2397", subjects=[], statement=PLEDGE)
    assert (wrong.verdict, right.verdict) == (Verdict.MISMATCH, FITS)


@pytest.mark.parametrize("subject", ["labour", "Labour", "labor", "workers abroad"])
def test_subjects_match_whatever_their_spelling(subject):
    assert check_citation("resolution 2397", subjects=[subject]).verdict is FITS


@given(st.text(max_size=60), st.none() | st.dates(), st.sampled_from(["", PLEDGE]))
def test_no_citation_whatever_breaks_thecheck_citation(cited_as, said, statement):
    found = check_citation(cited_as, said, [], statement)
    assert found.sentence.endswith(".")
    assert found.mismatch is (found.verdict.value in {"mismatch", "unknown_resolution", "wrong_year"})


@given(st.permutations(LAW.resolutions), st.permutations(LAW.obligations))
def test_the_order_of_the_record_never_matters(resolutions, obligations):
    law = Law(tuple(resolutions), tuple(obligations))
    said, subjects = D(2018, 7, 18), frozenset({"labour"})
    found = check("Resolution 2356, passed last June", said=said, subjects=subjects, statement=PLEDGE, law=law)
    assert found == check_citation("Resolution 2356, passed last June", statement=PLEDGE)
