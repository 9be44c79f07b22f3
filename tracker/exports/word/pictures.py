"""Drawings: the SVG, which stays sharp at any size, and its pixels for programs that do not read SVG."""

import io
import struct

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart

from tracker.exports.drawn import DOTS_PER_INCH, png
from tracker.exports.glyphs import typed
from tracker.exports.outline import Drawing
from tracker.exports.word.elements import Element, made

_PER_POINT = 12700
_PER_TWIP = 635
_HIGHEST = 11000 * _PER_TWIP
"""The most of a page that a drawing takes, in the units of drawings."""


def picture(part: DocumentPart, block: Drawing, number: int, width: int) -> Element:
    """A run with the drawing, at most `width` twentieths of a point wide. Raises ValueError for what is no drawing."""
    pixels = png(block.svg)
    relation, _ = part.get_or_add_image(io.BytesIO(pixels))
    wide, high = _size(pixels, width * _PER_TWIP)
    found = parse_xml(
        _INLINE.format(number=number, wide=wide, high=high, pixels=relation, svg=_svg(part, block, number))
    )
    for named in (found[1], found[3][0][0][0][0]):  # wp:docPr and pic:cNvPr
        named.set("title", typed(block.title))
        named.set("descr", typed(f"{block.title}. {block.about}"))
    return made("r", made("drawing", found))


def _size(pixels: bytes, widest: int) -> tuple[int, int]:
    """Width and height on the page, from the head of the PNG."""
    wide, high = (dots * 72 * _PER_POINT // DOTS_PER_INCH for dots in struct.unpack(">II", pixels[16:24]))
    shrink = min(1.0, widest / wide, _HIGHEST / high)
    return int(wide * shrink), int(high * shrink)


def _svg(part: DocumentPart, block: Drawing, number: int) -> str:
    name = PackURI(f"/word/media/drawing{number}.svg")
    return part.relate_to(Part(name, "image/svg+xml", block.svg.encode(), part.package), RELATIONSHIP_TYPE.IMAGE)


_INLINE = """\
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
    xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
    xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="Drawing {number}"/>
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="Drawing {number}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{pixels}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{svg}"/>
</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline>"""
