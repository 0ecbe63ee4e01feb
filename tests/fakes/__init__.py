"""Hand-written stand-ins: real local servers with scripted behaviour."""
