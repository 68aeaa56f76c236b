def in_common(first, second):
    return set(first) & set(second)
