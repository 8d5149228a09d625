"""What each verb of the command line says, one module for a subject.

A verb is a function `(root, args)`: it returns what it did, which `main` reports, or says it itself and
returns whether something is wrong.
"""
