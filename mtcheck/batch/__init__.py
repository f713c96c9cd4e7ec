"""Batch: a corpus in, a folder of facts out, which a killed machine cannot spoil.

:mod:`~mtcheck.batch.tables` says what the folder of a run holds; it is the contract with
whatever reads runs.
"""
