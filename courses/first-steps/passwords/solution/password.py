def has_digit(text):
    return any(letter.isdigit() for letter in text)


def has_capital(text):
    return any(letter.isupper() for letter in text)


def is_strong(password):
    return len(password) >= 8 and has_digit(password) and has_capital(password)
