"""`tracker digests`: the mails about what people watch."""

import sys

import click

from tracker import clock
from tracker.app import create_app
from tracker.cli.database import engine, reading, require_head
from tracker.cli.of_now import of_now
from tracker.cli.options import formats
from tracker.cli.printing import as_json, as_table
from tracker.cli.refusals import REFUSED, Refused
from tracker.config import Settings
from tracker.db.engine import snapshot, writing
from tracker.db.models import DigestMail
from tracker.domain.report import instant_text
from tracker.exports import as_mail, posting
from tracker.services import digest_mails
from tracker.services.digest_mails import Letter
from tracker.web.filters import PRODUCT
from tracker.web.views import watches

OFF = "This installation sends no mail. Set TRACKER_SMTP_HOST, TRACKER_SMTP_FROM and TRACKER_SITE_URL first."


@click.group()
def digests() -> None:
    """The mails about what people watch."""


@digests.command()
def send() -> None:
    """Send every digest that is due, and end. Each person gets one a day or week, however often this is run."""
    settings = Settings.load()
    if not settings.sends_mail:
        raise Refused(OFF)
    with engine(settings) as chosen:
        require_head(chosen)
        links = watches.links_of(create_app(settings), site=settings.site_url)
        server = server_of(settings)
        desk = digest_mails.Desk(
            record=lambda: snapshot(chosen),
            notebook=lambda: writing(chosen, actor="digests"),
            instant=clock.now,
            write=lambda letter: as_mail.render(letter.digest, _envelope(letter, settings), links),
            post=lambda mail, to, before: posting.hand_over(
                server, mail, sender=settings.smtp_from, to=to, before=before
            ),
        )
        found = digest_mails.send(desk)
    click.echo(f"{found.sent} sent, {found.nothing} with nothing to tell, {len(found.failed)} failed.", err=True)
    for sentence in found.failed:
        click.echo(sentence, err=True)
    if found.failed:
        sys.exit(REFUSED)


def server_of(settings: Settings) -> posting.Server:
    """The server of mail of the settings."""
    return posting.Server(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=posting.Security(settings.smtp_security),
        user=settings.smtp_user,
        password=settings.smtp_password,
        greeting=settings.smtp_from.rpartition("@")[2] or "localhost",
    )


def _envelope(letter: Letter, settings: Settings) -> as_mail.Envelope:
    return as_mail.Envelope(
        sender=settings.smtp_from,
        product=PRODUCT,
        name=letter.name,
        address=letter.address,
        user=letter.user,
        period=letter.period,
        at=letter.at,
    )


@digests.command("list")
@formats("text", "json")
@of_now("digests list")
def list_mails(fmt: str) -> None:
    """List the last mails, newest first, and what came of each."""
    with reading() as session:
        rows = [_fields(mail) for mail in digest_mails.of_all(session)]
    if fmt == "json":
        as_json(rows)
    else:
        shown = ("to", "period", "state", "entries", "attempts", "failed")
        as_table(shown, [[str(row[name] or "") for name in shown] for row in rows])


def _fields(mail: DigestMail) -> dict[str, object]:
    return {
        "to": mail.user.username,
        "period": mail.period,
        "since": instant_text(mail.since_at),
        "until": instant_text(mail.until_at),
        "state": digest_mails.state_of(mail),
        "entries": mail.told,
        "attempts": mail.attempts,
        "failed": mail.failed,
    }
