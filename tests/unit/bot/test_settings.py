"""Settings are checked at start, and each has its heading in the docs."""

from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError, load_settings
from tests.conftest import ROOT


def test_every_setting_has_its_heading_in_the_docs() -> None:
    """docs/settings.md explains every setting and none that does not exist."""
    lines = (ROOT / "docs/settings.md").read_text(encoding="utf-8").splitlines()
    headings = {line.removeprefix("## ") for line in lines if line.startswith("## ")}
    assert headings == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999secret"),
        ("CONGDANSO_RATE_LIMIT", "secret"),
        ("EMBEDDER", "secret"),
        ("TODAY", "secret"),
        ("OFFICE_HOURS", "secret"),
    ],
)
def test_bad_setting_names_the_variable_and_hides_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A value that cannot be used stops the start; the message names the variable and never shows the value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert name in str(error.value)
    assert "secret" not in str(error.value)
