"""REQUESTS. Forms, views, access, sessions, errors. It asks services; it knows neither tables nor SQL."""
