"""RULES. Standard library only: no clock, no session, no request. Dates and actors come in as arguments."""
