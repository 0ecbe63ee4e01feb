"""The safe YAML loader, in C where it is built in: ten times faster on hundreds of content files."""

from __future__ import annotations

import yaml

FastLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
