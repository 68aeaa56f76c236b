amount = int(input())
people = int(input())
print(f"Each pays {amount / people:.2f}")
