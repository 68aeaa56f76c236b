def read_age(text):
    return int(text)
