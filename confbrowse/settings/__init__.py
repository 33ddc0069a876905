"""What the reader wants: ``config.toml``, which confbrowse reads and never writes."""

from confbrowse.settings.fields import Agenda, OwnSeries, Screen, Settings
from confbrowse.settings.reading import Loaded, load, parsed

__all__ = ["Agenda", "Loaded", "OwnSeries", "Screen", "Settings", "load", "parsed"]
