"""Is it working? Logs without secrets, metrics, health."""
