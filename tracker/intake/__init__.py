"""Bytes in: files that people send, as plain records. No session, no request."""
