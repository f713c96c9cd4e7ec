"""What all workers of the pool have in common, loaded once; importing this module loads it.

Python's fork server imports it while the parent still reads its input, and every worker is then
forked with the code and the languages' data in place: half a second a worker, and their memory is
shared. A process with threads must not be forked: nothing that starts any (pyarrow, numpy's
algebra, onnxruntime) may be imported here, and a test counts them.
"""

from __future__ import annotations

import contextlib
import signal

from mtcheck import api, languages
from mtcheck.batch import work

__all__ = ["work"]

# A signal to the whole group is for the parent to act on, as in the workers. Not the main thread:
# somebody imports it for another purpose.
with contextlib.suppress(ValueError):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

# A language's data is read where it is first asked for, and a check asks for all of it.
for _tag in languages.covered():
    api.check("Anna, 1 May.", "Anne, 2 May.", target_lang=_tag, model="none")
