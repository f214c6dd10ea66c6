"""A code learnt from a handful of sentences, and what it would say had it not seen one of them.

Weighted ridge regression on −1 and 1 with a free intercept, solved in the dual (as many unknowns
as texts, and only their likeness counts). The leave-one-out values are exact: for a linear
smoother they follow from its own matrix, without fitting again (Allen 1974, PRESS).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
LAMBDA = 1.0
BALANCE = 0.5


@dataclass(frozen=True, slots=True)
class Ridge:
    """One code, fitted; ``share`` is each known text's part in the mean, ``inner`` the dual."""

    share: Floats
    likeness_to_mean: Floats
    inner: Floats
    pull: Floats
    intercept: float
    residuals: Floats

    def scores(self, alike: Floats) -> Floats:
        """Near 1 where the code is expected to hold, near −1 where not.

        ``alike``: the likeness of each text (rows) to each text fitted to (columns).
        """
        return np.asarray(self._apart(alike) @ self.pull + self.intercept)

    def scores_without(self, alike: Floats, left_out: npt.NDArray[np.int_]) -> Floats:
        """The same, each as if the fitted text ``left_out[row]`` had not been seen."""
        apart = self._apart(alike)
        own = np.einsum("tn,tn->t", apart, self.inner[left_out])
        shared = (1 - apart @ self.inner.sum(axis=1)) * self.share[left_out]
        without = (own + shared) * self.residuals[left_out]
        return np.asarray(apart @ self.pull + self.intercept - without)

    def _apart(self, alike: Floats) -> Floats:
        return _apart(alike, self.share, self.likeness_to_mean)


def fit(alike: Floats, targets: Floats) -> Ridge:
    """Fit one code to texts of this likeness to each other. The fewer hold it, the more they weigh.

    ``targets``: 1 where the code holds, −1 where not, 0 where that is not known; not all 0.
    """
    weights = _weights(targets)
    share, roots = weights / weights.sum(), np.sqrt(weights)
    to_mean = np.asarray(alike @ share)
    apart = _apart(alike, share, to_mean)
    gram = roots[:, None] * apart * roots + LAMBDA * np.eye(len(targets))
    inner = np.asarray(roots[:, None] * np.linalg.inv(gram) * roots)
    intercept = float(share @ targets)
    pull = inner @ (targets - intercept)
    own = np.einsum("tn,tn->t", apart, inner) + (1 - apart @ inner.sum(axis=1)) * share
    residuals = (targets - apart @ pull - intercept) / np.maximum(1 - own, 1e-9)
    return Ridge(share, to_mean, inner, pull, intercept, residuals)


def _apart(alike: Floats, share: Floats, to_mean: Floats) -> Floats:
    """Likeness after the weighted mean of the fitted texts is taken out of both sides."""
    return np.asarray(alike - (alike @ share)[:, None] - to_mean + share @ to_mean)


def _weights(targets: Floats) -> Floats:
    """Positives × (negatives / positives)^0.5; unknown ones nothing; a mean of 1 over the rest."""
    positives, negatives = int((targets > 0).sum()), int((targets < 0).sum())
    heavier = (max(negatives, 1) / max(positives, 1)) ** BALANCE
    weights = np.where(targets > 0, heavier, 1.0) * (targets != 0)
    return np.asarray(weights * (positives + negatives) / weights.sum())
