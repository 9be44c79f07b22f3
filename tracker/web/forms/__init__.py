"""Shapes and messages. A form queries nothing; its choices are handed to it."""
