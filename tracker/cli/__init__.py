"""The command line: the same services as the pages, no second road."""

import io
import sys
from importlib import import_module

import click

import tracker
from tracker.cli.refusals import Refusing

__all__ = ["main"]

_ROOM_OF = {
    "run": "running",
    "db": "database",
    "seed": "seed",
    "users": "users",
    "status": "status",
    "matrix": "status",
    "replay": "status",
    "compare": "comparisons",
    "changes": "changes",
    "calendar": "changes",
    "coverage": "coverage",
    "reconcile": "reconciliations",
    "figures": "figures",
    "intake": "intake",
    "claims": "claims",
    "find": "finding",
    "imports": "imports",
    "sources": "captures",
    "determinations": "determinations",
    "law": "law",
    "reports": "reports",
    "exports": "exports",
    "digests": "digests",
    "rules": "rules",
    "timestamps": "timestamps",
    "audit": "audit",
    "summaries": "summaries",
    "backup": "backup",
    "restore": "backup",
    "bundle": "bundles",
    "archive": "handover",
}
"""The module that has each command. It is imported when the command is called, so that none waits for the others."""


class Commands(Refusing):
    """The outermost command, which knows the others by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(_ROOM_OF)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, if there is one."""
        room = _ROOM_OF.get(cmd_name)
        return getattr(import_module(f"tracker.cli.{room}"), cmd_name) if room else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
