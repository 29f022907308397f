"""The index in SQLite: schema, writing, searching and sampling."""
