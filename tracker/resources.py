"""Finds templates/, migrations/ and seed/: inside the installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name`, which a wheel carries in the package and a checkout has at its top.

    Raises FileNotFoundError with the places looked at.
    """
    places = (PACKAGE / name, PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The folder {name} is missing: looked in {places[0]} and {places[1]}.")
