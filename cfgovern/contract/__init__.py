"""The contract: read, understood and checked; everything else in cfgovern is a view of it."""
