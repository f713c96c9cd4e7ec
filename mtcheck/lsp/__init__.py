"""The language server: ``mtcheck lsp`` shows findings in an editor while a translation is edited.

:mod:`~mtcheck.lsp.opened` checks what an editor has open, :mod:`~mtcheck.lsp.ignoring` says how a
finding is hidden there, :mod:`~mtcheck.lsp.telling` words both as the protocol has it, and
:mod:`~mtcheck.lsp.server` answers.
"""
