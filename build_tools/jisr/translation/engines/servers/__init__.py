"""Machines that translate elsewhere, or in another program: asked over HTTP."""
