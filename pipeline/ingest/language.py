"""A text becomes a hint at its language, or none when it is too short or not plain."""

from functools import cache
from typing import Any

PLAUSIBLE = (
    "en", "gd", "cy", "ga", "fr", "de", "es", "it", "pt", "nl", "pl", "ro", "lt", "lv", "bg", "hu",
    "cs", "sk", "uk", "ru", "el", "tr", "ar", "ur", "fa", "hi", "pa", "bn", "zh", "ja", "ko",
)  # fmt: skip
SURE_OF_ENGLISH = 0.5  # probability among the plausible ones
SURE_OF_OTHERS = 0.9  # English with Gaelic or Scots words in it must not become another language
ENOUGH = 160  # characters looked at


def language_of(text: str, min_chars: int) -> str | None:
    """Name the language by its ISO 639-1 code."""
    if len(text) < min_chars:
        return None
    code, probability = _identifier().classify(text[:ENOUGH].replace("\n", " "))
    needed = SURE_OF_ENGLISH if code == "en" else SURE_OF_OTHERS
    return str(code) if probability >= needed else None


@cache
def _identifier() -> Any:  # noqa: ANN401  py3langid has no types
    """Load the model once, kept to the languages that are plausible in a Scottish round."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  heavy: a model

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(PLAUSIBLE)
    return identifier
