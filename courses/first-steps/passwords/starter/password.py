def is_strong(password):
    return len(password) > 8
