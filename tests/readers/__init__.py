"""Real readers at our feeds: a server over loopback, and one way to ask each program what it shows."""
