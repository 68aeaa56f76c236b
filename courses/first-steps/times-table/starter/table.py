n = int(input())
print(f"{n} x 1 = {n}")
