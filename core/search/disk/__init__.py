"""The search index in files, shared by the processes of a machine. Knows no record."""
