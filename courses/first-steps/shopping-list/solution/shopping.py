def add_item(items, item):
    if item not in items:
        items.append(item)
    return items
