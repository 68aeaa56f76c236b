def clock(minutes):
    """The time of day as text, like 09:05."""
    return ""
