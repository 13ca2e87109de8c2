"""What these cores can do at most, whatever the product does: multiply matrices, and read memory.

A model of P parameters and B bytes reads a prompt no faster than (operations a second) / 2P tokens a second, and writes no
faster than (bytes a second) / B. Rates are those of PyTorch, and of NumPy's BLAS for comparison.
"""

import numpy as np

from evals.bench.figures import Figure, Measured, median, timed
from evals.bench.setting import Setting
from index.config import cores
from rag.model_file import LOCAL_MODEL, find_local_model

PARAMETERS = 1.54e9
"""Of the default local model (its model card)."""
SIDE = 2048
"""Rows and columns of the matrices: the width of such a model's own, about."""
MEGABYTES = 1024
"""Of the array that is read: many times the caches."""
PREFILL, DECODE = "ceiling of reading a prompt", "ceiling of writing"


def measure(setting: Setting, side: int = SIDE, megabytes: int = MEGABYTES) -> Measured:
    """Return operations a second by number format, bytes a second, and the two ceilings of the local model."""
    import torch

    torch.set_num_threads(cores())
    plain = torch.rand(side, side)
    half, whole = plain.bfloat16(), (plain * 100).to(torch.int8)
    array = plain.numpy()
    work = {
        "fp32, NumPy": lambda: array @ array,
        "fp32": lambda: plain @ plain,
        "bf16": lambda: half @ half,
        "int8": lambda: torch._int_mm(whole, whole),
    }
    rates = {name: [2 * side**3 / s / 1e9 for s in timed(multiply, 3, 10)] for name, multiply in work.items()}
    read, copied = _bandwidth(megabytes)
    fastest = max(rates.values(), key=lambda found: float(np.median(found)))
    model = find_local_model(setting.rag)
    size = model.stat().st_size if model else LOCAL_MODEL.size
    figures: list[Figure] = []
    for name, found in rates.items():
        figures += median(f"matrix product, {name}", found, "Gop/s")
    figures += [*median("memory, read", read, "GB/s"), *median("memory, copied", copied, "GB/s")]
    figures += median(PREFILL, [rate * 1e9 / (2 * PARAMETERS) for rate in fastest], "tokens/s")
    figures += median(DECODE, [rate * 1e9 / size for rate in read], "tokens/s")
    return Measured(tuple(figures), (f"{cores()} threads; matrices of {side} x {side}, an array of {megabytes} MB",))


def _bandwidth(megabytes: int) -> tuple[list[float], list[float]]:
    """GB a second: of adding up an array, and of copying it (read and written)."""
    import torch

    source = torch.ones(megabytes * 250_000)
    target = torch.empty_like(source)
    bytes_read = source.numel() * 4
    read = [bytes_read / s / 1e9 for s in timed(source.sum, 2, 8)]
    return read, [2 * bytes_read / s / 1e9 for s in timed(lambda: target.copy_(source), 2, 8)]
