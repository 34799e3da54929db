"""The curators' desk as a whole: its site, look, home page, users and roles."""
