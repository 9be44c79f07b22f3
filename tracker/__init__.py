"""UN sanctions-compliance tracker. Importing it does nothing; see `tracker.app` and `tracker.cli`."""

__version__ = "0.2.0"
