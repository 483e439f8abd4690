"""Build small tables for tests: say what matters, the rest is filled in."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import Table

T = TypeVar("T", bound=Table)
FILLERS = {"int64": 1, "float64": 0.0, "bool": False}
FIRST_CHOICES = {
    "status": "included",
    "field": "text",
    "state": "proposed",
    "by": "machine",
    "part": "unread",
}


def rows(model: type[T], *given: Mapping[str, Any]) -> DataFrame[T]:
    """Rows of a table; columns not given are empty where they may be, else plain fillers."""
    columns = model.to_schema().columns
    filled = [
        {name: row.get(name, _filler(name, column)) for name, column in columns.items()}
        for row in given
    ]
    return model.validate(pd.DataFrame(filled, columns=list(columns)))


def _filler(name: str, column: Any) -> Any:  # noqa: ANN401  a pandera column, a cell of any type
    if column.nullable:
        return None
    return FIRST_CHOICES.get(name, FILLERS.get(str(column.dtype), "x"))


class WordEncoder:
    """A fake encoder: texts that share words get near vectors; no model, no network."""

    name = "words"
    sha256 = "0" * 64
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Vectors of shape (texts, 64), unit length, the same for the same text."""
        return np.array([self._encode_one(text) for text in texts]).reshape(-1, self.dimensions)

    def _encode_one(self, text: str) -> npt.NDArray[np.float64]:
        vector = np.full(self.dimensions, 1e-3)
        for word in text.lower().split():
            vector += np.random.default_rng(list(word.encode())).normal(size=self.dimensions)
        return np.asarray(vector / np.linalg.norm(vector))
