"""The command line: the same services as the pages, no second road."""

import io
import sys

import click

import tracker
from tracker.cli import (
    audit,
    backup,
    bundles,
    captures,
    changes,
    claims,
    comparisons,
    coverage,
    database,
    determinations,
    digests,
    exports,
    figures,
    finding,
    handover,
    imports,
    intake,
    law,
    reconciliations,
    reports,
    rules,
    running,
    seed,
    status,
    summaries,
    timestamps,
    users,
)
from tracker.cli.refusals import Refusing

__all__ = ["main"]


@click.group(cls=Refusing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(tracker.__version__, prog_name="tracker", message="%(prog)s %(version)s")
def main() -> None:
    """Log what states say about UN sanctions duties, have it reviewed, and see what follows.

    Settings come from the environment (TRACKER_…). Exit codes: 0 done, 1 refused (the reason is on standard error),
    2 wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The record holds every script, whatever the terminal was set up for.
            stream.reconfigure(encoding="utf-8")


_COMMANDS = (
    running.run,
    database.db,
    seed.seed,
    users.users,
    status.status,
    status.matrix,
    status.replay,
    comparisons.compare,
    changes.changes,
    changes.calendar,
    coverage.coverage,
    reconciliations.reconcile,
    figures.figures,
    intake.intake,
    claims.claims,
    finding.find,
    imports.imports,
    captures.sources,
    determinations.determinations,
    law.law,
    reports.reports,
    exports.exports,
    digests.digests,
    rules.rules,
    timestamps.timestamps,
    audit.audit,
    summaries.summaries,
    backup.backup,
    backup.restore,
    bundles.bundle,
    handover.archive,
)
for _command in _COMMANDS:
    main.add_command(_command)
