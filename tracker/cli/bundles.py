"""`tracker bundle`: what one installation tells another, merged; and copies of the record for travel."""

from pathlib import Path

import click

from tracker import clock
from tracker.cli import backup
from tracker.cli.database import engine, reading, require_head, writing
from tracker.cli.of_now import of_now
from tracker.cli.options import formats
from tracker.cli.people import AS_USER, acting, acting_analyst
from tracker.cli.printing import as_json, as_table, one_line
from tracker.cli.progress import spinner
from tracker.cli.refusals import Refused
from tracker.config import Settings
from tracker.db.engine import snapshot
from tracker.db.kept import Store
from tracker.exports.packing import packing
from tracker.intake import bundles as incoming
from tracker.intake.bundles import Bundle
from tracker.services import bundle_merging, bundles, exchanges, installations, log_keys, travel
from tracker.services.bundle_desk import Merged
from tracker.services.bundles import Traveller

_NEW = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
KEY = ".key"


@click.group()
def bundle() -> None:
    """Exchange claims, sources, reviews and origins with another installation."""


@bundle.command()
@click.argument("file", type=_NEW)
@click.option("--copies", is_flag=True, help="Let kept copies of sources go along.")
@click.option("--restricted", is_flag=True, help="With --copies: those of restricted sources, too.")
@click.option("--travel", "key", type=_THERE, help="On a travel copy: the key that was made with it.")
@of_now("bundle export")
def export(file: Path, *, copies: bool, restricted: bool, key: Path | None) -> None:
    """Write what this installation has to tell to FILE. The same record gives the same bytes."""
    settings = Settings.load()
    with engine(settings) as chosen, spinner("Writing the bundle"):
        require_head(chosen)
        with snapshot(chosen) as session:
            mark = installations.mark(session)
            traveller = _traveller(session, key) if key else None
            with packing(file, made_at=mark.at) as pack:
                made = bundles.give_out(
                    session,
                    pack=pack,
                    name=installations.name_of(settings.installation_name, mark.identity),
                    store=Store(settings.kept) if copies else None,
                    restricted=restricted,
                    traveller=traveller,
                )
    told = f"{made.claims} claims, {made.sources} sources, {made.copies} kept copies"
    click.echo(f"Wrote {file}: {told}, digest {made.manifest.content}.")


def _traveller(session, file: Path) -> Traveller:  # noqa: ANN001  (a session of the database)
    key = log_keys.load(file)
    if key is None:
        raise Refused(f"{file} holds no key of a travel copy.")
    return travel.on_copy(session, key=key)


@bundle.command()
@click.argument("file", type=_THERE)
@click.option(AS_USER, "username", help="The analyst who merges. The first active one, if left out.")
@click.option("--dry-run", is_flag=True, help="Say what would come, and write nothing.")
def merge(file: Path, username: str | None, *, dry_run: bool) -> None:
    """Merge the bundle in FILE. Merging it twice changes nothing; nothing that is here is changed or deleted."""
    found = incoming.read(_bytes_of(file))
    with reading() as session:
        names = bundle_merging.unread(session, bundle=found)
    with spinner("Reading kept copies"):
        copies = bundle_merging.read_copies(found, names)
    with writing(username or "command line") as session:
        person = acting_analyst(session, username)
        own = installations.name_of(Settings.load().installation_name, installations.mark(session).identity)
        made = bundle_merging.merge(session, bundle=found, copies=copies, own=own, by=person.id, at=clock.now())
        if dry_run:
            session.rollback()
    _tell(found, made, dry_run=dry_run)


def _bytes_of(file: Path) -> bytes:
    if file.stat().st_size > incoming.LARGEST:
        raise Refused(f"{file} is larger than any bundle that is read.")
    return file.read_bytes()


def _tell(found: Bundle, made: Merged, *, dry_run: bool) -> None:
    manifest = found.manifest
    click.echo(f"From {manifest.name}, whose log had {manifest.size} entries at {manifest.at.isoformat()}.")
    click.echo(f"Came: {made.sentence}.")
    for sentence in made.matters:
        click.echo(f"To settle: {sentence}")
    for sentence in made.left_out:
        click.echo(sentence, err=True)
    if dry_run:
        click.echo("This was a dry run: nothing was written.")
    elif made.number is not None:
        click.echo(f"It is merge {made.number}.")


@bundle.command("matters")
@formats("table", "json")
@of_now("bundle matters")
def list_matters(fmt: str) -> None:
    """List what merges left for a person to settle."""
    with reading() as session:
        rows = [
            (row.id, row.kind.value, row.claim.key if row.claim else "", row.sentence, row.merge.name)
            for row in exchanges.open_matters(session)
        ]
    if fmt == "json":
        as_json([dict(zip(("number", "kind", "claim", "sentence", "from"), row, strict=True)) for row in rows])
    elif rows:
        as_table(
            ("no.", "kind", "claim", "what"), [(str(n), kind, key, one_line(said)) for n, kind, key, said, _ in rows]
        )
    else:
        click.echo("Nothing is to settle.")


@bundle.command()
@click.argument("number", type=int)
@click.option(AS_USER, "username", required=True, help="Who settles it.")
@click.option("--words", required=True, help="How it is settled; the words stay with it.")
@click.option("--put-other", is_flag=True, help="Of a claim that both sides edited, put the other edit on top.")
def settle(number: int, username: str, words: str, *, put_other: bool) -> None:
    """Settle the matter NUMBER of `tracker bundle matters`."""
    with writing(username) as session:
        person = acting(session, username)
        exchanges.settle(session, number=number, by=person.id, at=clock.now(), words=words, put_other=put_other)
    click.echo(f"The matter {number} is settled.")


@bundle.command("travel")
@click.argument("file", type=_NEW)
@click.option(AS_USER, "username", required=True, help="The administrator who gives the copy out.")
@click.option("--name", required=True, help="What the copy is called, such as “laptop of A. N.”.")
@of_now("bundle travel")
def take_along(file: Path, username: str, name: str) -> None:
    """Write a copy of the record for travel to FILE, and its key to FILE.key.

    It is a backup: `tracker restore` brings it back on the laptop. Give the key to `tracker bundle export --travel`
    there, and what its people decided counts as theirs once the bundle is merged here.
    """
    place = file.with_name(f"{file.name}{KEY}")
    if file.exists() or place.exists():
        raise Refused(f"There is a file {file} or {place} already.")
    with writing(username) as session:
        person = acting(session, username)
        row, key = travel.prepare(session, name=name, by=person.id, at=clock.now())
        number = row.id
        log_keys.keep(key, place)
    backup.write(file)
    click.echo(f"It is travel copy {number}. Keep {place} apart from {file}: whoever has both can speak for the copy.")


@bundle.command()
@of_now("bundle digest")
def digest() -> None:
    """Print the digest of what claims and sources say. Two installations that say the same have the same."""
    with reading() as session:
        click.echo(bundles.digest(session))
