name = input()
# Greet the person here.
