"""Training any PyTorch classifier: batches, a trainer, checkpoints (chapter 12).

`stream` draws digits without end; `distributed` trains on several processes, which
`launch` starts.

The only part that needs PyTorch; nothing else in the package imports it.
"""

try:
    import torch  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "torch":
        raise
    raise ModuleNotFoundError(
        "PyTorch is missing: 'pip install torch' installs it. Only chapters 12 and 13 need it.",
        name="torch",
    ) from None

from .batches import Batches
from .checkpoints import load_checkpoint
from .stream import DigitStream
from .trainer import Trainer, evaluate

__all__ = ["Batches", "DigitStream", "Trainer", "evaluate", "load_checkpoint"]
