start = int(input())
while start > 0:
    print(start)
    start -= 1
print("Go!")
