import pytest
import trafilatura

from tracker.intake import html_text
from tracker.intake.document_content import USUAL, Document
from tracker.intake.sniffing import media_type_of

ARTICLE = "<article>" + "<p>The Panel found that the workers had not left by the deadline.</p>" + "</article>"


def read(page: str) -> Document:
    data = page.encode()
    return html_text.read(data, media_type_of(data), USUAL)


def fail(*_, **__):
    raise RecursionError


def test_an_article_on_which_the_library_stumbles_is_read_all_the_same(monkeypatch):
    monkeypatch.setattr(trafilatura, "extract", fail)
    document = read(f"<html><body><nav>Menu</nav>{ARTICLE}</body></html>")
    assert document.text == "Menu\nThe Panel found that the workers had not left by the deadline."
    assert document.extractor == "lxml, all text"


def test_an_article_that_takes_too_long_to_find_is_read_all_the_same(monkeypatch):
    def never_ends(*_, **__):
        while True:
            pass

    monkeypatch.setattr(trafilatura, "extract", never_ends)
    monkeypatch.setattr(html_text, "_SHARE_OF_TIME", 0.005)
    assert read(f"<html><body>{ARTICLE}</body></html>").extractor == "lxml, all text"


def test_text_is_not_lost_where_the_article_is_a_small_part_of_it(monkeypatch):
    monkeypatch.setattr(trafilatura, "extract", lambda *_, **__: "Few words.")
    aside = "<aside>" + "<p>Much that stands beside it.</p>" * 20 + "</aside>"
    assert "Much that stands beside it." in read(f"<html><body><p>Few words.</p>{aside}</body></html>").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>one<p>two", "one\ntwo"),
        ("<p>a <b>bold</b> and\n   <i>slanted</i>  word</p>", "a bold and slanted word"),
        ("a<br>b", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<p>seen</p><script>unseen</script><style>p {}</style><template>unseen</template> tail", "seen\ntail"),
        ("<p>&amp;lt; &#1078; &nosuch; &#0;</p>", "&lt; ж &nosuch; �"),
    ],
)
def test_all_the_text_is_what_a_browser_shows(body, text, monkeypatch):
    monkeypatch.setattr(trafilatura, "extract", fail)
    assert read(f"<html><body>{body}</body></html>").text == text


@pytest.mark.parametrize(
    ("head", "title", "language", "dated"),
    [
        ("<title> A\n title </title>", "A title", "", ""),
        ("<title>Site</title><meta property='og:title' content='Article'>", "Article", "", ""),
        ("<meta http-equiv='content-language' content='fr'>", "", "fr", ""),
        ("<meta name='date' content='2019'>", "", "", "2019"),
        ("<meta name='citation_publication_date' content='2019/03'>", "", "", "2019-03"),
        ("<meta name='date' content='20190322'>", "", "", "2019-03-22"),
        ("<meta name='date' content='31 April 2019'>", "", "", ""),
        ("<meta name='date' content='2019-13-40'>", "", "", ""),
        ("<meta http-equiv='content-language' content='a lot of languages'>", "", "", ""),
        (f"<title>{'long ' * 200}</title>", "long " * 99 + "long…", "", ""),
    ],
)
def test_a_page_says_of_itself_what_it_declares_and_nothing_else(head, title, language, dated):
    document = read(f"<html><head>{head}</head><body>{ARTICLE} 22 March 2020</body></html>")
    assert (document.title, document.language, document.dated) == (title, language, dated)
