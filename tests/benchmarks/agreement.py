"""How far two partitions agree, corrected for chance; and how far codes do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from scipy.special import gammaln  # type: ignore[import-untyped]


def adjusted_mutual_information(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """AMI with the arithmetic mean (Vinh, Epps and Bailey 2010): 0 by chance, 1 if equal."""
    table = _table(one, other)
    rows, columns, total = table.sum(axis=1), table.sum(axis=0), int(table.sum())
    if len(rows) == len(columns) == 1:
        return 1.0
    mean = (_entropy(rows) + _entropy(columns)) / 2
    expected = _expected(rows, columns, total)
    return float((_mutual(table) - expected) / max(mean - expected, 1e-12))


def v_measure(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007)."""
    table = _table(one, other)
    entropies = _entropy(table.sum(axis=1)) + _entropy(table.sum(axis=0))
    return 2 * _mutual(table) / entropies if entropies else 1.0


def micro_f1(found: Sequence[frozenset[str]], gold: Sequence[frozenset[str]]) -> float:
    both = sum(len(a & b) for a, b in zip(found, gold, strict=True))
    return 2 * both / max(sum(map(len, found)) + sum(map(len, gold)), 1)


def _table(one: Sequence[Hashable], other: Sequence[Hashable]) -> np.ndarray:
    table = np.zeros((len(set(one)), len(set(other))), dtype=np.int64)
    row, column = _numbers(one), _numbers(other)
    for left, right in zip(one, other, strict=True):
        table[row[left], column[right]] += 1
    return table


def _numbers(labels: Sequence[Hashable]) -> dict[Hashable, int]:
    return {label: number for number, label in enumerate(dict.fromkeys(labels))}


def _entropy(counts: np.ndarray) -> float:
    shares = counts / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def _mutual(table: np.ndarray) -> float:
    total = table.sum()
    independent = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    held = table > 0
    return float((table[held] / total * np.log(table[held] / independent[held])).sum())


def _expected(rows: np.ndarray, columns: np.ndarray, total: int) -> float:
    """Mutual information of two random partitions with these sizes (hypergeometric)."""
    value = 0.0
    for a in rows:
        for b in columns:
            both = np.arange(max(1, a + b - total), min(a, b) + 1)
            chance = np.exp(
                sum(gammaln(n + 1) for n in (a, b, total - a, total - b))
                - sum(gammaln(n + 1) for n in (total, both, a - both, b - both))
                - gammaln(total - a - b + both + 1)
            )
            value += float((both / total * np.log(total * both / (a * b)) * chance).sum())
    return value
