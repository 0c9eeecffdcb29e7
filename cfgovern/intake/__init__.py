"""Untrusted council files in, tables of text out, inside one limited child process."""
