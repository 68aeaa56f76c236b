def price(age):
    """What somebody of this age pays."""
    if age < 4:
        return 0
    return 10
