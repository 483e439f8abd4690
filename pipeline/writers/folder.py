"""Files become the table that is written as a folder."""

from collections.abc import Mapping

import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import Documents


def documents(files: Mapping[str, str | bytes]) -> DataFrame[Documents]:
    """Lay files out by path, each with its content; no file is a folder with nothing in it."""
    contents = pd.Series(list(files.values()), dtype=object)
    return Documents.validate(pd.DataFrame({"file": list(files), "content": contents}))
