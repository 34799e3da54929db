"""What Django and granian can do at all: a constant page, under the settings of the portal."""
