"""What stands in the briefs of initiatives, countries and comparisons."""
