"""How often Python looks for circles of dead objects: seldom in a server, which makes thousands of objects a request.

With the usual settings a fifth of what a push costs the centre went into looking through operations that were all
alive, and through the law and the checklists, which are never let go of.
"""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 20, 20)
"""Objects made until the young ones are looked through, and how many such looks until the older ones are."""


def settle_collector() -> None:
    """Keep what the program has loaded out of every later look, and look less often; called once, before serving."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
