"""`tracker intake`: what a document proposes to log."""

import json

import pytest

TEXT = (
    "Russia will send home all North Korean labourers on its territory, Moscow's ambassador to Pyongyang, Alexander "
    "Matsegora, told the news agency RIA on Wednesday, in accordance with Resolution 2356, passed last June."
)
PUBLISHED = ("--published", "2018-07-20")


def test_a_file_is_read_and_its_claims_are_printed_with_reasons(reader, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>", encoding="utf-8")
    text = reader("intake", str(page), *PUBLISHED).stdout
    assert "1 claims and 1 citations proposed; nothing was saved." in text
    assert "kind: pledge  (It promises conduct that is still to come. Its words: “will”.)" in text
    assert "bears_on: RUS r2397-op8-repatriation promises" in text
    assert "known: The record has this statement" in text
    assert "Cites Resolution 2356, passed last June: It does not fit what is said around it" in text


def test_standard_input_is_read_and_json_has_the_fields_of_a_row(reader):
    found = json.loads(reader("intake", "-", *PUBLISHED, "--format", "json", stdin=TEXT).stdout)
    (claim,) = found["claims"]
    assert TEXT[claim["start"] : claim["end"]] == claim["quotation"]
    assert (claim["kind"], claim["states"], claim["said"]) == ("pledge", ["RUS"], "2018-07-18")
    assert claim["known_origin"] == "ria-matsegora-2018-07-18"
    assert {reason["field"] for reason in claim["reasons"]} >= {"kind", "speaker", "states", "said", "bearings"}
    assert found["citations"][0]["verdict"] == "mismatch"


@pytest.mark.parametrize(
    ("args", "stdin", "sentence"),
    [
        (("-",), "", "There is no text; paste it again."),
        (("-", "--published", "soonish"), TEXT, "“soonish” is not a date"),
        (("-",), "word " * 250_000, "more than 1,000,000 characters"),
    ],
    ids=["empty", "no day", "too long"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(reader, args, stdin, sentence):
    assert sentence in reader("intake", *args, code=1, stdin=stdin).stderr


def test_a_language_that_is_not_read_is_wrong_usage(reader):
    reader("intake", "-", "--language", "xx", code=2)


def test_what_nobody_sees_is_said_and_shown_by_its_number(reader):
    hidden = f"\u202e{TEXT}".replace("Russia", "Rus\u0455ia").replace("labourers", "la\u200bbourers")
    hidden = hidden.replace("Resolution", "Reso\u200blution")
    text = reader("intake", "-", *PUBLISHED, stdin=hidden).stdout
    assert "North Korean labourers" in text
    assert "cited_as: Reso⟦U+200B⟧lution 2356" in text
    assert "Note: Characters that cannot be seen were read over: U+200B at character" in text
    assert "Note: Letters of another script stand in “Rus\u0455ia” (character 2): it was read as Russia." in text
    plain = reader("intake", "-", *PUBLISHED, "--format", "json", stdin=hidden).stdout
    assert not {"\u202e", "\u200b"} & {*text, *plain}
    (claim,) = json.loads(plain)["claims"]
    assert hidden[claim["start"] : claim["end"]] == claim["quotation"]


def test_an_encoding_that_was_guessed_is_said_for_a_file_and_for_standard_input(reader, tmp_path):
    words = "Россия вышлет всех северокорейских рабочих до конца года, заявил посол РФ в Пхеньяне Иван Петров. "
    page = tmp_path / "page.txt"
    page.write_bytes(words.encode("cp1251") * 3 + "Кувейт тоже.".encode())
    text = reader("intake", str(page), *PUBLISHED).stdout
    assert "Note: The file does not say its encoding and was read as windows-1251 by a guess" in text
    assert "A part of the file is in UTF-8 and looks damaged, first at character 295: “Кувейт”." in text
    (note, *_) = json.loads(reader("intake", str(page), *PUBLISHED, "--format", "json").stdout)["notes"]
    assert note.startswith("The file does not say its encoding")
    piped = reader("intake", "-", *PUBLISHED, stdin=words.encode("cp1251")).stdout
    assert "speaker: Иван Петров" in piped
    assert "was read as windows-1251 by a guess" in piped
