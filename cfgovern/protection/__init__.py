"""What is done to data so that it can leave: how far people could be singled out in it."""
