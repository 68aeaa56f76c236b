def to_fahrenheit(celsius):
    return celsius


def to_celsius(fahrenheit):
    return fahrenheit
