"""A message on what was just done, with a button that takes it back. Every undoing is a deed of its own, on record."""

from typing import Any

from flask import flash

UNDO = "undo"


def offer(words: str, address: str, **fields: Any) -> None:
    """Say what was done on the next page, with a button that posts `fields` to one of our own addresses."""
    message: Any = {"words": words, "address": address, "fields": fields}  # the template takes it apart
    flash(message, UNDO)
