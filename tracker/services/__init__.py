"""VERBS. One function, one deed. Session first, the rest keyword-only. They flush and never commit."""
