"""A server at work for half an hour, and then with more than it can answer."""
