"""all-MiniLM-L6-v2 as an int8 ONNX file, the embedder we measured with: small, offline, no torch.

Method: Reimers and Gurevych 2019 (Sentence-BERT): the mean of the last layer over the text's
tokens, scaled to unit length. English only.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from bot.themes.embedding import MINILM, checked, legible
from bot.themes.vectors import Vectors, normalised

MOST_TOKENS = 256
WIDTH = 384
AT_ONCE = 2
KEPT = 2_000
"""So many texts are remembered: the codebook's examples come again with every round, and a round's
own texts once as its answers and once as examples for codes.
"""


class MiniLM:
    """Needs some 270 MB while it lives."""

    def __init__(self, model: Path | None = None) -> None:
        """``model`` only for another copy of the same file. Raises ModelUnusable."""
        known, tokenizer = MINILM
        content = checked(model, known.sha256) if model else known.content()
        self._session = ort.InferenceSession(content, _options(), ["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_buffer(tokenizer.content())
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._row = lru_cache(KEPT)(self._read)

    def embed(self, texts: Sequence[str]) -> Vectors:
        # Not in batches: texts of unlike length are read no faster so, it takes twice the memory,
        # and the int8 rounding of one text would depend on which others are read with it.
        if not texts:
            return np.zeros((0, WIDTH), dtype=np.float32)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return np.stack(list(pool.map(self._row, texts)))

    def _read(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(legible(text)).ids], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        (layer,) = self._session.run(["last_hidden_state"], given)
        return normalised(layer[0].mean(axis=0))


def _options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    # Two texts side by side are read faster than each by two threads.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps what the longest text once took.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    return options
