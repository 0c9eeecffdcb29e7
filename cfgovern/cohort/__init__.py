"""Made-up people who never existed, from the contract alone."""
