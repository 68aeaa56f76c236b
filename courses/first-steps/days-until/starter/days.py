from datetime import date


def days_between(first, second):
    return 0
