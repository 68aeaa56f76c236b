def rising_days(readings):
    """Count the days with more rain than the day before."""
    count = 0
    for i in range(len(readings)):
        if readings[i + 1] > readings[i]:
            count += 1
    return count


def average_wet(readings):
    """Mean of the days with any rain, or 0.0 if it stayed dry."""
    return sum(readings) / len(readings)


week = [0.0, 4.2, 7.5, 7.5, 1.0, 0.0, 12.4]
if __name__ == "__main__":
    print("Rising days:", rising_days(week))
    print("Average on wet days:", average_wet(week), "mm")
