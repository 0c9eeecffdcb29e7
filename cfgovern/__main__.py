"""``python -m cfgovern``."""

from cfgovern.cli import main

if __name__ == "__main__":
    main()
