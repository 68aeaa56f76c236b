def mean(numbers):
    return 0


def median(numbers):
    return 0
