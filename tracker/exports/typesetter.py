"""The process that sets one PDF: its order comes in as JSON, the file goes out.

It is run as a file and imports one other, `glyphs`: all of `tracker.exports` would take longer than many a report.

Typst itself is asked which characters no font has. In PDF/A it refuses a text with such a character and names it, so a
small trial of all unusual text comes first, with the very fonts and the very fallback of the file itself. Only typst
knows its own fonts: they are within its library, and no cmap on the disk says what they have.
"""

import json
import re
import resource
import runpy
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typst

_GLYPHS = runpy.run_path(str(Path(__file__).with_name("glyphs.py")))
STANDARDS: Any = ["a-3a", "ua-1"]
MOST_ROUNDS = 4
"""How often the file is set again because a character was found that the trial had let pass."""

_TRIAL = b"""#set document(title: "Trial")
#set text(font: "Libertinus Serif")
#for said in json(bytes(sys.inputs.said)) [#par(said)]"""
_DRAWN = b'#image(bytes(sys.inputs.svg), format: "svg", alt: "Trial")'

# Words with a character that the fonts of typst might not have. Latin, Russian and what prints everywhere are left out.
_UNUSUAL = re.compile(
    "[\\x20-\\x7e]?[^\\x00-\\x7e\\xa1-\\xac\\xae-\\u017f\\u0401\\u0410-\\u044f\\u0451"
    "\\u2013\\u2014\\u2018-\\u201e\\u2020-\\u2022\\u2026]+"
)
_REFUSED = re.compile(r'(?:the text|the PDF contains the codepoint) `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def main() -> None:
    """Set the file that the input orders, and write it to the output."""
    order = json.load(sys.stdin)
    bound(order["memory"], order["seconds"])
    try:
        sys.stdout.buffer.write(made(order))
    except typst.TypstError as error:
        sys.exit(error.diagnostic)


def bound(memory: int, seconds: int) -> None:
    """Bound this process, for good: memory in bytes, processor time in seconds. It writes no file."""
    for which, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def made(order: dict[str, Any]) -> bytes:
    """The file. Raises typst.TypstError."""
    fonts = typst.Fonts(include_system_fonts=not order["own_fonts_only"])
    drawings = [svg if _is_drawn(svg, fonts) else "" for svg in order["drawings"]]
    missing = _missing(fonts, {*_unusual(order["report"]), *_unusual(" ".join(drawings))})
    for _ in range(MOST_ROUNDS):
        try:
            return _set(order, drawings, fonts, missing)
        except typst.TypstError as error:
            found = _refused(error) - missing
            if not found:
                raise
            missing |= found
    return _set(order, drawings, fonts, missing)


def _set(order: dict[str, Any], drawings: list[str], fonts: typst.Fonts, missing: set[str]) -> bytes:
    table = {ord(one): order["stand_ins"].get(one, _GLYPHS["code"](one)) for one in missing}
    shown = sorted({*order["shown"], *(_GLYPHS["name"](one) for one in missing if one not in order["stand_ins"])})
    inputs = {
        "report": order["report"].translate(table),
        "drawings": json.dumps([svg.translate(table) for svg in drawings]),
        "shown": json.dumps(shown),
        "families": json.dumps(fonts.families()),
    }
    return _compile(order["template"].encode(), fonts, inputs, timestamp=order["timestamp"], pdf_standards=STANDARDS)


def _compile(source: bytes, fonts: typst.Fonts, inputs: dict[str, str], **more: Any) -> bytes:
    """Set a source. All that it can reach is the folder in which the process was started; no package is there."""
    here: Any = "."
    return typst.compile(
        source, root=here, font_paths=fonts, sys_inputs=inputs, package_path=here, package_cache_path=here, **more
    )


def _unusual(text: str) -> Iterator[str]:
    return (found[0] for found in _UNUSUAL.finditer(text))


def _missing(fonts: typst.Fonts, said: Iterable[str]) -> set[str]:
    """The characters that no font has."""
    listed = sorted(said)
    try:
        if listed:
            _compile(_TRIAL, fonts, {"said": json.dumps(listed)}, pdf_standards=STANDARDS, timestamp=0)
    except typst.TypstError as error:
        return _refused(error)
    return set()


def _refused(error: typst.TypstError) -> set[str]:
    """The characters that an error names."""
    texts = (_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in _REFUSED.findall(error.diagnostic))
    return {one for text in texts for one in text if not " " <= one <= "~"}


def _is_drawn(svg: str, fonts: typst.Fonts) -> bool:
    """Whether it is a drawing that stands by itself: one that is damaged, or asks for a file, is none."""
    try:
        _compile(_DRAWN, fonts, {"svg": svg}, timestamp=0)
    except typst.TypstError:
        return False
    return True


if __name__ == "__main__":
    main()
