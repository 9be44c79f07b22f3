"""ROWS. Typed models, constraints, engine, queries that turn rows into domain facts, migrations."""
