from __future__ import annotations

import pytest

from mtcheck.errors import SettingsError
from mtcheck.settings import Settings, make


def test_defaults() -> None:
    assert make() == Settings()
    assert make(select=["N1"], min_confidence=1) == Settings(select=("N1",), min_confidence=1.0)


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"min_confidence": 1.5}, "min_confidence"),
        ({"min_confidence": -0.1}, "min_confidence"),
        ({"min_confidence": float("nan")}, "min_confidence"),
        ({"min_confidence": "high"}, "min_confidence"),
        ({"fail_on": "blocker"}, "fail_on"),
        ({"scoring": "bleu"}, "scoring"),
        ({"select": [1]}, "select"),
        ({"target_lang": 3}, "target_lang"),
        ({"colour": True}, "colour"),
    ],
)
def test_a_wrong_value_is_named(values: dict[str, object], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        make(**values)
    assert caught.value.key.partition("[")[0] == key
    assert str(caught.value).startswith(key)
    assert "`" not in str(caught.value)


def test_settings_do_not_change() -> None:
    with pytest.raises(AttributeError):
        Settings().scoring = "google"  # type: ignore[misc]
