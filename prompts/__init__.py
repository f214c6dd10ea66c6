"""The questions a group rotates through and the themes they rest on.

They live in plain files, so that a clinician can read and change them without reading code.
"""

from prompts.entry import PromptFileError
from prompts.loader import load_codebook, load_deck, parse_codebook, parse_deck, read_deck
from prompts.table import as_table, parse_table, split_poles
from prompts.values import Code, Codebook, Deck, Poles, Prompt, Strand
from prompts.writing import as_toml

__all__ = [
    "Code",
    "Codebook",
    "Deck",
    "Poles",
    "Prompt",
    "PromptFileError",
    "Strand",
    "as_table",
    "as_toml",
    "load_codebook",
    "load_deck",
    "parse_codebook",
    "parse_deck",
    "parse_table",
    "read_deck",
    "split_poles",
]
