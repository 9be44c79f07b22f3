"""Drawings: where everything stands in them, for pages and for reports, and as SVG that needs nothing else."""
