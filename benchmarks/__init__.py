"""Measurements that the documentation quotes; each module is one command."""
