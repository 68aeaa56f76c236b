def winner(first, second):
    if first == second:
        return 0
    return 1
