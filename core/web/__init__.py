"""What every answer goes through: security headers, static files, permanent addresses."""
