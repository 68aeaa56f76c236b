n = int(input())
for factor in range(1, 11):
    print(f"{n} x {factor} = {n * factor}")
