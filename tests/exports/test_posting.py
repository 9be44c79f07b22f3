"""Handing a mail over: taken, certainly not taken, or not known; encrypted; and nothing but the one mail."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tests.mail_server import DROP, certificate, mail_server
from tracker import clock
from tracker.exports import posting
from tracker.exports.posting import NotTaken, Security, Server, Unknown, Unreachable

FROM, TO = "tracker@example.org", "reader@example.org"


def _mail() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = FROM, TO, "Ünder"
    mail.set_content("First\n.\nRCPT TO:<other@example.org>\n", cte="quoted-printable")
    return mail


def _hand_over(server, before=lambda: None, to=TO, **chosen):
    chosen = {"security": Security.NONE} | chosen
    posting.hand_over(Server("127.0.0.1", server.port, **chosen), _mail(), sender=FROM, to=to, before=before)


def test_a_mail_arrives_as_it_was_written_after_the_last_moment_was_told():
    told = []
    with mail_server() as server:
        server.before_words.append(lambda: told.append("words"))
        _hand_over(server, lambda: told.append("before"))
        (taken,) = server.taken
    assert told == ["before", "words"]
    assert (taken.sender, taken.to, taken.encrypted) == (FROM, TO, False)
    assert taken.mail["Subject"] == "Ünder"
    body = taken.mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "First\n.\nRCPT TO:<other@example.org>\n"
    assert server.greetings == ["ehlo localhost"]


REFUSED = {
    "the sender": ({"MAIL": b"550 not you"}, NotTaken, "refuses it: 550 not you."),
    "the recipient": ({"RCPT": b"550 5.1.1 no such\x07 user"}, NotTaken, "refuses it: 550 5.1.1 no such user."),
    "before the words": ({"DATA": b"451 later"}, NotTaken, "refuses it: 451 later."),
    "the words": ({".": b"554 spam"}, NotTaken, "refuses it: 554 spam."),
    "gone at the greeting": ({"EHLO": DROP, "HELO": DROP}, Unreachable, "does not let us in"),
    "gone before the recipient": ({"RCPT": DROP}, NotTaken, "broke off"),
    "gone after the words": ({".": DROP}, Unknown, "lost while the mail went"),
}


@pytest.mark.parametrize(("answers", "kind", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_a_server_says_is_told_and_it_is_known_whether_words_went(answers, kind, sentence):
    told = []
    with mail_server(answers=answers) as server, pytest.raises((NotTaken, Unknown), match=sentence) as refused:
        _hand_over(server, lambda: told.append("before"))
    assert type(refused.value) is kind
    assert told == (["before"] if set(answers) & {".", "DATA"} else [])


def test_where_nobody_answers_no_mail_can_go():
    with mail_server() as server:
        pass
    with pytest.raises(Unreachable, match="cannot be reached"):
        _hand_over(server)


def test_whatever_stops_us_at_the_last_moment_sends_nothing():
    def stop() -> None:
        raise KeyError("ours")

    with mail_server() as server:
        with pytest.raises(KeyError):
            _hand_over(server, stop)
        assert server.taken == []


@pytest.mark.parametrize(
    "to", [f"{TO}\r\nDATA", f"{TO}>\r\nRCPT TO:<x@example.org", f"{TO}\nX", f"{TO},x@y.z", "é@x.z"]
)
def test_no_address_becomes_a_command(to):
    with mail_server() as server:
        with pytest.raises(NotTaken):
            _hand_over(server, to=to)
        assert server.taken == []


def test_a_password_goes_encrypted_to_a_server_that_is_who_it_says(tmp_path, monkeypatch):
    context, file = certificate(tmp_path, at=clock.now())
    signed_in = {"security": Security.STARTTLS, "user": "we", "password": "secret"}
    with mail_server(context=context, password="secret") as server:
        with pytest.raises(Unreachable, match=r"does not let us in: .*certificate"):
            _hand_over(server, **signed_in)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        _hand_over(server, **signed_in)
        (taken,) = server.taken
        assert (taken.encrypted, taken.user) == (True, "we")
        with pytest.raises(Unreachable, match="no such person") as refused:
            _hand_over(server, **signed_in | {"password": "wrong"})
        assert "wrong" not in str(refused.value)
    assert "secret" not in repr(Server("h", 1, user="we", password="secret"))


def test_a_server_that_does_not_encrypt_gets_nothing():
    with mail_server() as server:
        with pytest.raises(Unreachable, match="STARTTLS"):
            _hand_over(server, security=Security.STARTTLS)
        assert server.taken == []
