"""A drawing as pixels, for programs that read no SVG. Fonts of the machine are left out: it looks alike everywhere."""

import typst

DOTS_PER_INCH = 192

_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'


def png(svg: str) -> bytes:
    """The drawing in its own size, as PNG. Raises ValueError for what is no drawing."""
    try:
        return _compiled(svg)
    except typst.TypstError as error:
        raise ValueError(f"This is no drawing: {error.message}.") from error


def _compiled(svg: str) -> bytes:
    made = typst.compile(
        _PAGE, format="png", ppi=DOTS_PER_INCH, sys_inputs={"svg": svg}, ignore_system_fonts=True, font_paths=[]
    )
    if not isinstance(made, bytes):
        raise ValueError("A drawing is one page.")
    return made
