print("cnitop")
