def digit_sum(number):
    total = 0
    return total
