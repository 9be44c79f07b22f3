"""Text that a spreadsheet would take for a formula, made to stay text (trap T6)."""

STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""First characters at which a spreadsheet may begin to compute, full-width forms included."""


def guarded(text: str) -> str:
    """The text, with an apostrophe before it if it could be taken for a formula."""
    return f"'{text}" if text[:1] in STARTS else text
