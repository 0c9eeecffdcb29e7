"""Which records of two files are of one person, how sure that is, and how often it is wrong.

``settings`` reads the published settings; ``scoring`` hands them to Splink, which is known here alone;
``quality`` holds the answer against the truth.
"""
