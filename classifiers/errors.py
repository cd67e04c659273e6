"""What can be wrong with a model or with the letters it should learn from."""

from __future__ import annotations


class ModelProblemError(Exception):
    """The text is a Vietnamese sentence for the clerk: what is wrong and what to do."""
