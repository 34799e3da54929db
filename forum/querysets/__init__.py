"""The questions that pages, API and admin ask of the records of this app."""
