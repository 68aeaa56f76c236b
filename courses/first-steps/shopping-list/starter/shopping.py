def add_item(items, item):
    items.append(item)
    return items
