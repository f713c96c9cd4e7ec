"""How much is taken from one client: requests a second, tries at a password."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Rate"]

_CLIENTS = 4_096  # that are remembered; the longest unseen is forgotten first


@dataclass(slots=True)
class Rate:
    """A bucket for each client: ``burst`` at once, ``each`` a second in the long run."""

    burst: float
    each: float
    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, client: str, *, take: float = 1.0) -> float:
        """Take from the client's bucket; seconds until there is enough, 0 where it was taken.

        With ``take=0`` nothing is taken: it tells whether there is one left.
        """
        with self._lock:
            now = self.now()
            left, at = self._left.pop(client, (self.burst, now))
            left = min(self.burst, left + (now - at) * self.each)
            wanted = take or 1.0
            lacking = max(0.0, wanted - left)
            self._left[client] = (left if lacking else left - take, now)
            while len(self._left) > _CLIENTS:
                self._left.popitem(last=False)
            return lacking / self.each
