start = int(input())
print(start)
print("Go!")
