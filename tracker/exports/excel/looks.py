"""What cells look like: made once a workbook, since every format is written into the file."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from tracker.exports.marks import tone
from tracker.exports.tones import GROUNDS, INKS

_FONT = {"font_name": "Calibri", "font_size": 10, "font_color": "#1B1F24", "valign": "top"}
_SOFT = "#555E68"
_WARNING = "#A31621"


class Looks:
    """The formats of a workbook."""

    def __init__(self, file: Workbook) -> None:
        self._file = file
        self.cell = self._made(text_wrap=True)
        self.number = self._made(num_format="#,##0", align="left")
        self.day = self._made(num_format="yyyy-mm-dd", align="left")
        self.aside = self._made(font_color=_SOFT)
        self.letter = self._made()
        self.header = self._made(bold=True, text_wrap=True, bg_color="#E9ECEF", bottom=2, valign="vcenter")
        self.kicker = self._made(font_color=_SOFT)
        self.title = self._made(bold=True, font_size=20, text_wrap=True)
        self.banner = self._made(bold=True, font_color=_WARNING, border=2, border_color=_WARNING, text_wrap=True)
        self.notice = self._made(bold=True, bg_color="#F2F4F6", text_wrap=True, valign="vcenter")
        self.name = self._made(font_color=_SOFT)
        self.strong = self._made(bold=True, text_wrap=True)
        self._toned = {name: self._made(text_wrap=True, **_tone(name)) for name in INKS}

    def toned(self, name: str) -> Format:
        """The format of a cell in a tone; of an empty one, that of any cell."""
        return self._toned.get(name, self.cell)

    def of(self, kind: str, text: str) -> Format:
        """The format of a text by the kind of its column."""
        if kind == "outcome":
            return self.toned(tone(text))
        return self.aside if kind == "aside" else self.cell

    def _made(self, **more: object) -> Format:
        return self._file.add_format({**_FONT, **more})


def _tone(name: str) -> dict[str, object]:
    ground = {"border": 1, "border_color": "#FFFFFF"}
    return {**ground, "font_color": f"#{INKS[name]}", "bg_color": f"#{GROUNDS[name]}"}
