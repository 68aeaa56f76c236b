def read_age(text):
    age = int(text)
    if age < 0 or age > 130:
        raise ValueError(f"{age} is no age")
    return age
