"""Where publications of before look for Jisr's part in MkDocs; new ones name the plugin `jisr` instead."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # MkDocs may run where Jisr is not installed
from jisr.builder import plugin

globals().update({name: event for name, event in vars(plugin).items() if name.startswith("on_")})
