"""Adapters to other libraries, one module each, all over ``Cleaner.clean``.

Each imports the library it is for; none is imported by the rest of the package.
"""
