"""The parts of a document for word processors: words, tables, pictures, notes, pages, and what it looks like."""
