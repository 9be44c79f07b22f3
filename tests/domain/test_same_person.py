import pytest

from tracker.domain.same_person import same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alexander Matsegora", "Aleksandr Matsegora"),
        ("Alexander Matsegora", "Александр Мацегора"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Sergei Lavrov", "Сергей Лавров"),
        ("Matsegora", "Alexander Matsegora"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Kim Jong Un", "Kim Chong-un"),
        ("Ri Yong Ho", "Lee Young-ho"),
        ("Pak Pong Ju", "Park Pong-ju"),
        ("Hua Chunying", "HUA Chunying"),
        ("Hua Chunying", "Chunying Hua"),
        ("华春莹", "华春莹"),
    ],
)
def test_usual_spellings_of_a_name_are_one_person(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alexander Matsegora", "Alexander Petrov"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim", "Kim Jong Un"),
        ("", ""),
        ("Hua Chunying", "Geng Shuang"),
    ],
)
def test_other_names_are_others(one, other):
    assert not same_person(one, other)
