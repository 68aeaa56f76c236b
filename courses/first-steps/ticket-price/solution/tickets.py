def price(age):
    """What somebody of this age pays."""
    if age < 4:
        return 0
    if age < 18:
        return 6
    if age >= 65:
        return 7
    return 10
