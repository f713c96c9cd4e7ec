"""Summarising: a run of ``mtcheck batch`` → answers, tables, a dashboard. Only ``cli`` opens it.

Whatever the run's size, DuckDB counts (:mod:`~mtcheck.summarising.views` alone opens it); what
comes out of it is small. Everything is made from the tables of the run: the texts that
were checked need not be there any more.
"""
