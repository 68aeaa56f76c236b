from datetime import date


def days_between(first, second):
    return abs((date.fromisoformat(second) - date.fromisoformat(first)).days)
