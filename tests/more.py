"""How much longer the long run is: `bash tests/run more` tries twenty times as many examples."""

from __future__ import annotations

import os

__all__ = ["TIMES"]

TIMES = int(os.environ.get("KG_EXAMPLES", "1"))
