"""What is done with a contract as such: lint it, show it, compare it, export it."""
