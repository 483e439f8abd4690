"""Pictures drawn as SVG become PNG, for files that hold no SVG; same bytes twice."""

from pipeline.writers.pdf import fonts

SHARPNESS = 220  # pixels an inch
SHEET = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 16.6cm)"""


def as_png(svg: str) -> bytes:
    """Draw a picture at the width of a page, with the fonts of the house."""
    import typst  # noqa: PLC0415  only where pictures are drawn

    made: bytes = typst.compile(
        SHEET,
        format="png",
        ppi=SHARPNESS,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
    return made
