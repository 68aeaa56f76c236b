def clock(minutes):
    """The time of day as text, like 09:05."""
    hours = minutes // 60 % 24
    return f"{hours:02}:{minutes % 60:02}"
