"""The administrative units of July 2025: what an old commune is now, and which kind of office serves where."""
