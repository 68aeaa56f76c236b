amount = input()
people = input()
# Turn the texts into numbers, then print what each one pays.
