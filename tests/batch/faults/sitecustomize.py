"""Faults for workers: with this folder in PYTHONPATH, documents do what their text says.

Python imports this in every process that it starts, so that it reaches workers, too.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time

from mtcheck import pipeline

_check = pipeline.check


def check(article, *rest):  # noqa: ANN001, ANN002, ANN201 - stands for pipeline.check
    words = article.mt.content
    if "SLOWLY" in words:
        time.sleep(0.15)
    if "RAISES" in words:
        message = "the checker\nis broken: \udcff"
        raise RuntimeError(message)
    if "SEGFAULTS" in words:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "SLEEPS" in words:
        time.sleep(3600)
    if "NEVER-RETURNS" in words:  # holds the interpreter's lock: no Python thread gets a turn
        re.fullmatch("(a+)+b", "a" * 64)
    return _check(article, *rest)


pipeline.check = check

if "MTCHECK_TEST_CLOCK" in os.environ:  # a clock that goes backwards, a minute a look
    _now = [time.time()]

    def _backwards() -> float:
        _now[0] -= 60
        return _now[0]

    time.time = _backwards
if "MTCHECK_TEST_FSIZE" in os.environ:  # no file may grow beyond: like a disk that is full
    import resource

    _limit = int(os.environ["MTCHECK_TEST_FSIZE"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (_limit, resource.RLIM_INFINITY))
if "MTCHECK_TEST_GROWS" in os.environ:  # 10 MB a document that are never given back
    _kept = []
    _own = pipeline.check

    def _growing(*words):  # noqa: ANN002, ANN202
        _kept.append(bytearray(os.urandom(1)) * 10_000_000)
        return _own(*words)

    pipeline.check = _growing
if "MTCHECK_TEST_STILLBORN" in os.environ:  # workers that die before they begin
    from mtcheck.batch import work

    work.Worker.__init__ = lambda *_: os._exit(7)
if "MTCHECK_TEST_BARREN" in os.environ and "forkserver" in " ".join(sys.orig_argv):
    os._exit(7)  # there is nobody to fork workers
assert sys.version_info >= (3, 11)
