"""Office files become the same bytes every time: their parts are zipped with one fixed date."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def same_bytes(content: bytes) -> bytes:
    """Zip the parts of a file again, with a date that does not change."""
    again = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(again, "w", ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            fixed.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.read(name), ZIP_DEFLATED)
    return again.getvalue()
