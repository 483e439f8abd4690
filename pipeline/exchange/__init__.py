"""A round becomes the files of other tools: REFI-QDA, ThemeFinder, Polis and kouchou-ai.

All of them hold public words only, as the index does: personal data replaced by marks, and nothing
of what is not included.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from pipeline.exchange import civic, refi_qda
from pipeline.publish.site import Content

Files = dict[str, str | bytes]
Tables = Mapping[str, pd.DataFrame]

FORMATS: dict[str, Callable[[Content, Tables, str], Files]] = {
    "qdpx": refi_qda.project,
    "qdc": refi_qda.codebook,
    "themefinder": civic.themefinder,
    "polis": civic.polis,
    "kouchou-ai": civic.kouchou_ai,
}
