"""Forums, sessions and people, as the API tells of them: one module for each subject."""
